// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

import java.time.Duration;

/**
 * The server rejected a call that our limits allowed.
 *
 * @param retryAfter how long it asks to wait; null when it does not ask
 * @param slowDown   whether traffic grew too fast, rather than being too much
 */
public record Rejection(Duration retryAfter, boolean slowDown) {

    private static final long DEFAULT_NANOS = 1_000_000_000L;

    /** Bounded before the conversion to nanoseconds: a long does not hold 300 years of them. */
    public long waitNanos(Duration atMost) {
        if (retryAfter == null) {
            return DEFAULT_NANOS;
        }
        return (retryAfter.compareTo(atMost) < 0 ? retryAfter : atMost).toNanos();
    }
}
