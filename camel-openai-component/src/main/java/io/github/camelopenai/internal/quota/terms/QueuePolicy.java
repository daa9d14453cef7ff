// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

import io.github.camelopenai.internal.quota.QueueRoom;
import java.time.Duration;

/**
 * The bounds of a queue in front of a ledger.
 *
 * @param maxConcurrent calls in flight at once, at least 1
 * @param maxQueued     calls that may wait in each lane, at least 0
 */
public record QueuePolicy(int maxConcurrent, int maxQueued) {

    private static final int MANY = 10_000;

    /**
     * How many calls that were in flight before may wait in each lane, for another attempt or another round of tools.
     * Calls that a server rejects are no more than those in flight. Between rounds of tools a call is in no queue and
     * not in flight, so as many as may wait can return at once when tools are slow.
     */
    public int maxReturned() {
        return (int) Math.min(Integer.MAX_VALUE, (long) maxConcurrent + maxQueued);
    }

    /**
     * How many calls make a lane crowded. This component's threads have brought them, for exchanges that were accepted
     * before and continue their routes. Then no new exchanges are accepted anywhere; see {@link QueueRoom}.
     */
    public int crowd() {
        return (int) Math.min(Integer.MAX_VALUE, (long) maxQueued + Math.max(MANY, maxReturned()));
    }

    /**
     * How many calls may wait in each lane when this component's threads bring them. An exchange that was accepted
     * before the lane was crowded finds room.
     */
    public int maxHeld() {
        return (int) Math.min(Integer.MAX_VALUE, (long) crowd() + MANY);
    }

    @Override
    public String toString() {
        return "maxConcurrentRequests=" + maxConcurrent + " and maxQueued=" + maxQueued;
    }

    /**
     * How long one call may wait, and what it does when the queue is full.
     *
     * @param timeout for all waiting of the call together
     * @param waited  the part of it that has passed
     */
    public record Patience(Duration timeout, Duration waited, WhenFull whenFull) {
        private static final Duration FOR_EVER = Duration.ofDays(30_000);

        /** For a call that has not waited yet. */
        public Patience(Duration timeout, WhenFull whenFull) {
            this(timeout, Duration.ZERO, whenFull);
        }

        /** The rest of the timeout. */
        Duration left() {
            Duration left = timeout.minus(waited);
            return left.isNegative() ? Duration.ZERO : left;
        }

        /** The rest of the timeout, as a number that can be added to a clock. */
        public long leftNanos() {
            Duration left = left();
            return left.compareTo(FOR_EVER) < 0 ? left.toNanos() : FOR_EVER.toNanos();
        }

        /** The same patience, with at most this much more waiting. */
        public Patience atMost(Duration more) {
            Duration least = more.isNegative() ? Duration.ZERO : more;
            return left().compareTo(least) <= 0 ? this : new Patience(waited.plus(least), waited, whenFull);
        }

        /** The same patience for a later attempt of the same call, which already has its place. */
        public Patience again(Duration alreadyWaited) {
            return new Patience(timeout, alreadyWaited, WhenFull.ENTER_AT_THE_HEAD);
        }
    }

    /** What a call does when the queue is full. */
    public enum WhenFull {
        /** It fails at once. */
        FAIL,
        /** Its caller waits for room, unless {@link BlockedCallers} forbids it: back-pressure for a consumer. */
        BLOCK,
        /** It was accepted before and returns; see {@link #maxReturned}. */
        ENTER_AT_THE_HEAD
    }
}
