// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import java.time.Duration;

/** How far one logical call has come, over all its attempts. Written by one step at a time, each after the other. */
final class Progress {

    private volatile int attempts;
    private volatile Duration queued = Duration.ZERO;

    /** The request leaves now. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // attempts follow each other
    void sent() {
        attempts++;
    }

    /** The request has waited for quota. */
    void waited(Duration duration) {
        queued = queued.plus(duration);
    }

    int attempts() {
        return attempts;
    }

    Duration queued() {
        return queued;
    }
}
