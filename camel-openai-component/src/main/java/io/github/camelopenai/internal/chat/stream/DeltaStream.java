// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.stream;

import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ChatStream;
import io.github.camelopenai.model.StreamResult;
import java.util.NoSuchElementException;
import java.util.Optional;

/** All pieces of a streamed answer, over as many rounds of tools as it takes. For one reader; may be closed by another thread. */
public final class DeltaStream implements ChatStream<ChatDelta> {

    private final DeltaSource source;
    private ChatDelta next;
    private boolean ended;
    private Throwable failure; // a RuntimeException or an Error; null until there is one

    public DeltaStream(DeltaSource source) {
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            failAgain();
            try {
                next = source.next();
                ended = next == null;
            } catch (RuntimeException | Error e) {
                failure = e;
                close();
                throw e;
            }
        }
        return next != null;
    }

    /** An answer that broke off does not look whole to whoever reads once more, such as a step that is redelivered. */
    private void failAgain() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    @Override
    public ChatDelta next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the answer has ended");
        }
        ChatDelta current = next;
        next = null;
        return current;
    }

    /** Whether calls of tools are answered by routes; else they are for whoever reads. */
    boolean answersTools() {
        return source.answersTools();
    }

    /** The answer's id, once a piece has come; null where the server gives none. */
    String id() {
        return source.id();
    }

    /** The model that answers, once a piece has come. */
    String model() {
        return source.model();
    }

    /** When the server began, in seconds since 1970; 0 where it does not say. */
    long createdSeconds() {
        return source.createdSeconds();
    }

    @Override
    public Optional<StreamResult> result() {
        return source.result();
    }

    @Override
    public void close() {
        source.close();
    }

    /** Says what it is, not what it brings: bodies are logged. */
    @Override
    public String toString() {
        return "ChatStream";
    }
}
