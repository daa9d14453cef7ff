// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import io.github.camelopenai.internal.quota.terms.Rejection;
import java.time.Duration;

/** Pauses departures when the server rejects calls that our accounts allowed. Not thread-safe. */
final class RejectionPause {
    /*
     * 1. A stray rejection must not stop everything for as long as the rejected call has to wait: others may fit. So
     *    the first pause lasts half a second, and each next one twice as long. When the headers report what is left,
     *    there is no pause.
     * 2. Calls that left before the pause are no new evidence; only a call that left after the last pause counts.
     * 3. The third such rejection in a row starts a pause in any case, for two seconds and more. Without headers the
     *    pause then lasts as long as the server asks for, as it does when nothing else is in flight.
     */
    private static final long FIRST = 250_000_000L;
    private static final int STRIKES = 3;
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    private int strikes;
    private boolean used; // paused, or deliberately not; else the moments below mean nothing
    private long openedAt;
    private boolean closed; // paused at least once
    private long closedUntil;

    /** @param levelKnown whether the answer reported what is left, so that no guess is needed */
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

    /** A call was accepted. */
    void passed(long sentAt) {
        if (!isOfBefore(sentAt)) {
            strikes = 0;
        }
    }

    /** Nanoseconds until the pause ends; 0 without one. */
    long nanosUntilOpen(long now) {
        return closed ? Math.max(0, closedUntil - now) : 0;
    }
}
