// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.StreamedAnswer.State;
import java.util.concurrent.atomic.AtomicReference;

/** How far a stream has come, while it goes on. Thread-safe. */
final class StreamProgress {
    private final AtomicReference<StreamedAnswer> now = new AtomicReference<>(new StreamedAnswer(State.OPEN, 0, 0));

    StreamedAnswer now() {
        return now.get();
    }

    void sent(int bytes) {
        now.updateAndGet(last -> new StreamedAnswer(last.state(), last.pieces() + 1, last.bytes() + bytes));
    }

    void ended(State state) {
        now.updateAndGet(last -> new StreamedAnswer(state, last.pieces(), last.bytes()));
    }
}
