// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.internal.client.call.Payload;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A document that is sent: JSON as it is, media as base64, read again for each attempt. It holds no more than a buffer
 * of either.
 */
final class EncodingBody extends RequestBody {

    private final Payload.JsonWithMedia document;

    EncodingBody(Payload.JsonWithMedia document) {
        this.document = document;
    }

    @Override
    public MediaType contentType() {
        return Requests.JSON;
    }

    @Override
    public long contentLength() {
        return document.length();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        OutputStream open = new Unclosed(sink.outputStream());
        for (Payload.Piece piece : document.pieces()) {
            if (piece instanceof Payload.Plain plain) {
                sink.write(plain.bytes());
            } else if (piece instanceof Payload.Base64Piece media) {
                encode(media, open);
            }
        }
    }

    private static void encode(Payload.Base64Piece media, OutputStream sink) throws IOException {
        OutputStream encoder = Base64.getEncoder().wrap(sink);
        SourceCopy.write(media.source(), media.size(), encoder);
        encoder.close();
    }

    /** Closing a base64 stream writes its padding; the document continues. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream sink) {
            super(sink);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count); // not one by one
        }

        @Override
        public void close() {
            // nothing is buffered here
        }
    }
}
