// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** A body that is handed on while the server still sends. Whoever holds it must close it. Not thread-safe. */
public final class OpenBody extends FilterInputStream {

    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** The body of an answer. */
    public OpenBody(InputStream body) {
        super(body);
    }

    /** Completes when the body is closed, on the thread that closes it. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            closed.complete(null);
        }
    }
}
