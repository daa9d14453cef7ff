// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import java.io.Closeable;
import java.util.Iterator;
import java.util.Optional;

/**
 * A chat answer while the model still writes it. {@link #hasNext} reads on the caller's thread and waits for the
 * server; unread data stays in the socket. The stream ends with the answer, or throws an
 * {@link io.github.camelopenai.error.OpenAiException} when the answer breaks off. The end of the exchange closes it.
 * For one reader; may be closed from another thread.
 *
 * @param <T> {@code String}: pieces of the text; {@link ChatDelta}: everything
 */
public interface ChatStream<T> extends Iterator<T>, Closeable {

    /** How the answer ended; empty before its end. */
    Optional<StreamResult> result();

    /** Releases the connection and abandons an answer that has not ended. Can be called more than once. */
    @Override
    void close();
}
