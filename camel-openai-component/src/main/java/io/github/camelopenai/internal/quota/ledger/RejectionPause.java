// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import io.github.camelopenai.internal.quota.terms.Rejection;
import java.time.Duration;

/**
 * Closes for a moment when the server rejects calls that we thought were within the limits. Not thread-safe.
 */
final class RejectionPause {
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
    private boolean used; // it was closed, or left open on purpose; else the moments below say nothing
    private long openedAt;
    private boolean closed; // once at least
    private long closedUntil;

    /**
     * @param levelKnown whether the answer said what is left, so that nothing has to be guessed
     */
    void rejected(Rejection rejection, long sentAt, boolean levelKnown, int othersUnderway, long now) {
        if (isOfBefore(sentAt)) {
            return;
        }
        strikes++;
        boolean full = !levelKnown && (strikes >= STRIKES || othersUnderway == 0);
        used = true;
        if (levelKnown && strikes < STRIKES) {
            openedAt = now;
            return;
        }
        long asked = rejection.waitNanos(AT_MOST);
        long wait = full ? asked : Math.min(asked, FIRST << Math.min(strikes, 8));
        closedUntil = now + Math.max(nanosUntilOpen(now), wait);
        closed = true;
        openedAt = closedUntil;
    }

    private boolean isOfBefore(long sentAt) {
        return used && sentAt - openedAt < 0;
    }

    /** A call has passed. */
    void passed(long sentAt) {
        if (!isOfBefore(sentAt)) {
            strikes = 0;
        }
    }

    /** Nanoseconds until it opens; 0 when it is open. */
    long nanosUntilOpen(long now) {
        return closed ? Math.max(0, closedUntil - now) : 0;
    }
}
