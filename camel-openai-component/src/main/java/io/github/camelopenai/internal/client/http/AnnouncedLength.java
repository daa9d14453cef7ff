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
 * Checks an HTTP/2 body against the Content-Length of its server, as OkHttp does with HTTP/1. OkHttp itself detects
 * only a body that is longer. Refuses a negative length: OkHttp blames its caller for it when the body is read or
 * closed. Stateless.
 */
final class AnnouncedLength implements Interceptor {

    private static final Set<Protocol> HTTP_2 = Set.of(Protocol.HTTP_2, Protocol.H2_PRIOR_KNOWLEDGE);

    /** OkHttp's value for a body without a length. */
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

    /** A body that must be complete when it ends. */
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
