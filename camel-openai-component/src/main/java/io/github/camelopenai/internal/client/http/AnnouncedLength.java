// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Set;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/**
 * Holds a body of HTTP/2 to the length that its server has announced, as OkHttp does it with HTTP/1. OkHttp itself notices only one
 * that is longer. Refuses a length that is negative, which OkHttp takes for an error of its caller whenever the body is read or
 * closed. Stateless.
 */
final class AnnouncedLength implements Interceptor {

    private static final Set<Protocol> HTTP_2 = Set.of(Protocol.HTTP_2, Protocol.H2_PRIOR_KNOWLEDGE);

    /** What OkHttp says of a body without a length. */
    private static final long UNKNOWN = -1;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        if (body != null && body.contentLength() < UNKNOWN) { // OkHttp drops the connection
            throw new ProtocolException("the Content-Length is negative: " + body.contentLength());
        }
        return body == null || body.contentLength() <= 0 || !HTTP_2.contains(response.protocol())
                ? response
                : response.newBuilder().body(new Held(body)).build();
    }

    /** A body that is whole when it ends. */
    private static final class Held extends ResponseBody {
        private final ResponseBody body;
        private final BufferedSource source;

        Held(ResponseBody body) {
            this.body = body;
            this.source = Okio.buffer(new Counting(body.source(), body.contentLength()));
        }

        @Override
        public MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }

    private static final class Counting extends ForwardingSource {
        private long missing;

        Counting(Source source, long length) {
            super(source);
            this.missing = length;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long read = super.read(sink, byteCount);
            if (read < 0 && missing > 0) {
                throw new ProtocolException(
                        "unexpected end of stream, " + missing + " bytes before its Content-Length");
            }
            missing -= Math.max(0, read);
            return read;
        }
    }
}
