// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A document on its way: JSON as it is, media as base64, read again for each attempt. It holds no more than a buffer of
 * either.
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
            } else if (piece instanceof Payload.Encoded media) {
                encode(media, open);
            }
        }
    }

    private static void encode(Payload.Encoded media, OutputStream sink) throws IOException {
        Exact exact = new Exact(Base64.getEncoder().wrap(sink), media.size());
        try {
            media.source().writeTo(exact);
        } catch (IOException e) {
            throw exact.failure == null ? SourceFailure.unreadable(e) : exact.failure;
        }
        exact.finish();
    }

    /** Base64 ends with its padding when it is closed; the document goes on. */
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

    /** Takes as many bytes as were promised. A byte more would spoil the JSON behind it. */
    private static final class Exact extends OutputStream {
        private final OutputStream encoder;
        private final long size;
        private long taken;
        private IOException failure; // of this side, whatever the source makes of it

        Exact(OutputStream encoder, long size) {
            this.encoder = encoder;
            this.size = size;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                if (count > size - taken) {
                    throw SourceFailure.changed(size, "more");
                }
                encoder.write(bytes, offset, count);
                taken += count;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        void finish() throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (taken < size) {
                throw SourceFailure.changed(size, String.valueOf(taken));
            }
            encoder.close();
        }
    }
}
