// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiTransportException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** A body that is handed on while the server still sends. Whoever holds it must close it. Not thread-safe. */
public final class OpenBody extends InputStream {

    private final InputStream body;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private long received;

    /** The body of an answer. */
    public OpenBody(InputStream body) {
        this.body = body;
    }

    /** Completes when the body is closed, on the thread that closes it. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * @throws IOException when the body is closed
     * @throws OpenAiTransportException when the server broke it off
     */
    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (closed.isDone()) {
            throw new IOException("the exchange is complete and its stream is closed; read the body within the route,"
                    + " for example with convertBodyTo(byte[].class)");
        }
        try {
            int read = body.read(target, offset, count);
            received += Math.max(0, read);
            return read;
        } catch (IOException e) {
            throw new OpenAiTransportException(
                    "the server's stream broke off after " + received + " bytes: "
                            + e.getClass().getSimpleName(),
                    ErrorDetails.withoutAnswer(1, true),
                    e);
        }
    }

    @Override
    public int available() throws IOException {
        return closed.isDone() ? 0 : body.available();
    }

    @Override
    public void close() throws IOException {
        try {
            body.close();
        } finally {
            closed.complete(null);
        }
    }
}
