// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

import io.github.camelopenai.internal.quota.QueueRoom;
import java.time.Duration;

/**
 * How a queue in front of a ledger is bounded.
 *
 * @param maxConcurrent calls in flight at once, at least 1
 * @param maxQueued     calls that may wait in each lane, at least 0
 */
public record QueuePolicy(int maxConcurrent, int maxQueued) {

    private static final int MANY = 10_000;

    /**
     * How many calls may wait in each lane that were under way before, for another attempt or another round of tools. Those that
     * a server rejects are no more than those in flight. Between rounds of tools a call is in no queue and not in flight, so
     * as many as wait may come back at once when tools are slow.
     */
    public int maxReturned() {
        return (int) Math.min(Integer.MAX_VALUE, (long) maxConcurrent + maxQueued);
    }

    /**
     * How many calls make a lane crowded: threads of ours have brought so many, of exchanges that were let in before and go on with
     * their route, that no further ones are let in anywhere; see {@link QueueRoom}.
     */
    public int crowd() {
        return (int) Math.min(Integer.MAX_VALUE, (long) maxQueued + Math.max(MANY, maxReturned()));
    }

    /** How many calls may wait in each lane when a thread of ours brings them. Who was let in before the lane was crowded finds room. */
    public int maxHeld() {
        return (int) Math.min(Integer.MAX_VALUE, (long) crowd() + MANY);
    }

    @Override
    public String toString() {
        return "maxConcurrentRequests=" + maxConcurrent + " and maxQueued=" + maxQueued;
    }

    /**
     * How long one call is willing to wait, and what it does when the queue is full.
     *
     * @param timeout  for all waiting of the call together
     * @param waited   the part of it that has passed
     */
    public record Patience(Duration timeout, Duration waited, WhenFull whenFull) {
        private static final Duration FOR_EVER = Duration.ofDays(30_000);

        /** The patience of a call that has not waited yet. */
        public Patience(Duration timeout, WhenFull whenFull) {
            this(timeout, Duration.ZERO, whenFull);
        }

        /** What is left of it. */
        Duration left() {
            Duration left = timeout.minus(waited);
            return left.isNegative() ? Duration.ZERO : left;
        }

        /** The same, as a number that can be added to a clock. */
        public long leftNanos() {
            Duration left = left();
            return left.compareTo(FOR_EVER) < 0 ? left.toNanos() : FOR_EVER.toNanos();
        }

        /** The same, but for so much more waiting at most. */
        public Patience atMost(Duration more) {
            Duration least = more.isNegative() ? Duration.ZERO : more;
            return left().compareTo(least) <= 0 ? this : new Patience(waited.plus(least), waited, whenFull);
        }

        /** The same patience for a later attempt of the same call: it has its place already. */
        public Patience again(Duration alreadyWaited) {
            return new Patience(timeout, alreadyWaited, WhenFull.ENTER_AT_THE_HEAD);
        }
    }

    /** What a call does that finds the queue full. */
    public enum WhenFull {
        /** It fails at once. */
        FAIL,
        /** Its caller waits for room, unless {@link BlockedCallers} says that it must not: back-pressure for a consumer. */
        BLOCK,
        /** It was admitted before and comes back; see {@link #maxReturned}. */
        ENTER_AT_THE_HEAD
    }
}
