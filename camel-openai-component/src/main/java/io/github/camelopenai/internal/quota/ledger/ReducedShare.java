// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

/** Uses only a part of the limit after a rejection that did not report how much is left. Not thread-safe. */
public final class ReducedShare {
    /*
     * 1. A rejection without headers: a tenth less, once a second at most; after ten seconds the part grows again by a
     *    percent a second. Additive increase and multiplicative decrease bring processes that see the same rejections
     *    to equal shares.
     * 2. slow_down: traffic grew too fast, even inside the limits. A third less for a quarter of an hour, then growth
     *    by half in each further quarter, as the API's guide asks for.
     */
    private static final double SECOND = 1e9;
    private static final double QUARTER = 900 * SECOND;
    private static final double AT_LEAST = 0.05;

    private double part = 1;
    private long at;
    private boolean slowed;
    private long slowedAt; // when slow_down arrived
    private long heldUntil;
    private double growthPerNano;

    public void rejected(long now) {
        if (part < 1 && now - at < SECOND) {
            return;
        }
        long held = part < 1 ? heldUntil - now : 0;
        set(part * 0.9, now);
        heldUntil = now + Math.max(held, (long) (10 * SECOND));
        growthPerNano = growthPerNano == 0 ? 0.01 / SECOND : growthPerNano;
    }

    public void slowDown(long now) {
        if (part < 1 && slowed && now - slowedAt < 10 * SECOND) {
            return;
        }
        slowed = true;
        slowedAt = now;
        set(part * 0.67, now);
        heldUntil = now + (long) QUARTER;
        growthPerNano = 0.5 * part / QUARTER;
    }

    private void set(double newPart, long now) {
        part = Math.max(AT_LEAST, newPart);
        at = now;
    }

    /** The part of the limit that may be used. */
    public double part(long now) {
        if (part < 1 && now - heldUntil > 0) {
            part = Math.min(1, part + (now - heldUntil) * growthPerNano);
            heldUntil = now;
            growthPerNano = part == 1 ? 0 : growthPerNano;
        }
        return Math.ceil(part * 100) / 100; // in steps: readers of a moving limit would have to poll it all the time
    }
}
