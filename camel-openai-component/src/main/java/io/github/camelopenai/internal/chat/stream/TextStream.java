// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.stream;

import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ChatStream;
import io.github.camelopenai.model.StreamResult;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The text of a streamed answer and nothing else. For one reader; may be closed by another thread. */
final class TextStream implements ChatStream<String> {

    private final ChatStream<ChatDelta> deltas;
    private String next;

    TextStream(ChatStream<ChatDelta> deltas) {
        this.deltas = deltas;
    }

    @Override
    public boolean hasNext() {
        while (next == null && deltas.hasNext()) {
            String text = deltas.next().text();
            next = text.isEmpty() ? null : text;
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the answer has ended");
        }
        String current = next;
        next = null;
        return current;
    }

    @Override
    public Optional<StreamResult> result() {
        return deltas.result();
    }

    @Override
    public void close() {
        deltas.close();
    }

    @Override
    public String toString() {
        return deltas.toString();
    }
}
