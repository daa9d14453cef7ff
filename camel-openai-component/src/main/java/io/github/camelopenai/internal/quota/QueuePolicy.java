// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import java.time.Duration;

/**
 * How a queue in front of a ledger is bounded.
 *
 * @param maxConcurrent calls in flight at once, at least 1
 * @param maxQueued     calls that may wait, at least 0
 */
public record QueuePolicy(int maxConcurrent, int maxQueued) {

    /** How long one call is willing to wait, and what it does when the queue is full. */
    public record Patience(Duration timeout, WhenFull whenFull) {

        /** The same patience for a later attempt of the same call: it has its place already. */
        public Patience again(Duration alreadyWaited) {
            Duration left = timeout.minus(alreadyWaited);
            return new Patience(left.isNegative() ? Duration.ZERO : left, WhenFull.ENTER_AT_THE_HEAD);
        }
    }

    /** What a call does that finds the queue full. */
    public enum WhenFull {
        /** It fails at once. */
        FAIL,
        /** Its caller waits for room: back-pressure for a polling consumer. */
        BLOCK,
        /** It was admitted before and comes back; such calls are bounded by those in flight. */
        ENTER_AT_THE_HEAD
    }
}
