// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import java.time.Duration;

/**
 * Closes for a moment when the server rejects calls that we thought were within the limits. Not thread-safe.
 */
final class Gate {
    /*
     * 1. A stray rejection must not idle everything for as long as the rejected call is told to wait: others may fit. So the
     *    gate closes for half a second, twice as long each time. When the headers said what is left, it stays open.
     * 2. Calls that had left before the gate closed are no new evidence; only one that left after its last opening counts.
     * 3. The third such rejection in a row closes it even so, for two seconds and more. Without headers it then stays closed
     *    for as long as the server says, as it does when nothing else is under way.
     */
    private static final long FIRST = 250_000_000L;
    private static final int STRIKES = 3;
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    private int strikes;
    private long openedAt = Long.MIN_VALUE;
    private long closedUntil = Long.MIN_VALUE;

    /**
     * @param levelKnown whether the answer said what is left, so that nothing has to be guessed
     */
    void rejected(Rejection rejection, long sentAt, boolean levelKnown, int othersUnderway, long now) {
        if (sentAt < openedAt) {
            return;
        }
        strikes++;
        boolean full = !levelKnown && (strikes >= STRIKES || othersUnderway == 0);
        if (levelKnown && strikes < STRIKES) {
            openedAt = now;
            return;
        }
        long wait = rejection.waitNanos(AT_MOST);
        closedUntil = Math.max(closedUntil, now + (full ? wait : Math.min(wait, FIRST << Math.min(strikes, 8))));
        openedAt = closedUntil;
    }

    /** A call has passed. */
    void passed(long sentAt) {
        if (sentAt >= openedAt) {
            strikes = 0;
        }
    }

    /** Nanoseconds until it opens; 0 when it is open. */
    long nanosUntilOpen(long now) {
        return closedUntil == Long.MIN_VALUE ? 0 : Math.max(0, closedUntil - now);
    }
}
