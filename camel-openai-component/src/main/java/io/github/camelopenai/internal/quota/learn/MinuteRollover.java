// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import io.github.camelopenai.internal.quota.ledger.LimitTracker;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;

/** When a server with fixed minutes starts a new one, and whether it really does. Not thread-safe. */
public final class MinuteRollover {
    /*
     * 1. A minute has rolled over once every earlier call must have arrived.
     * 2. The first time, one call goes ahead as a probe, and its answer confirms the rollover: a sliding minute may
     *    name moments too.
     * 3. Later the whole limit is free again at once, until an announced moment proves wrong.
     */
    /** Calls that leave further apart than this arrive in that order. */
    public static final long JITTER = 200_000_000L;

    private static final long STRETCH = 10_000_000_000L;

    private final RefillModel shape;
    private boolean turned; // at least once
    private long turnedAt;
    private boolean awaits;
    private long awaited; // when the known minute rolls over
    private double around; // left shortly before that moment, and may arrive after it
    private boolean probing;
    private boolean trusted; // minutes have rolled over when the server announced it
    private boolean probe; // the probe has left
    private double probed; // charged since the rollover

    public MinuteRollover(RefillModel shape) {
        this.shape = shape;
    }

    /**
     * Looks for the next rollover; false where none is known. A header of the new minute may name the rollover after
     * it, before we treat the old minute as over.
     */
    private boolean awaitsNext() {
        if (!shape.countsFixedMinutes()) {
            return false;
        }
        long named = shape.endOfMinute() + JITTER;
        boolean isOfTheMinuteAfter = awaits && isAfterTurn(awaited) && named - awaited > RefillModel.MINUTE / 2;
        awaited = isOfTheMinuteAfter ? awaited : named;
        awaits = true;
        return true;
    }

    private boolean isAfterTurn(long at) {
        return !turned || at - turnedAt > 0;
    }

    /** Checks the clock; true when all earlier charges are free again. */
    public boolean turns(long now) {
        if (!awaitsNext()
                || now - awaited < 0
                || turned
                        && awaited - turnedAt
                                < RefillModel.SAME_MOMENT) { // a late answer may have named that moment exactly
            return false;
        }
        turned = true;
        turnedAt = awaited;
        probing = !trusted;
        probe = false;
        probed = around;
        around = 0;
        return trusted;
    }

    /** The amount leaves now. */
    public void take(double amount, long now) {
        probe = true;
        probed += amount;
        around = isAround(now) ? around + amount : 0;
    }

    /** The amount charged earlier has left only now, and counts in the new minute if that has begun. */
    public void left(double amount, long chargedAt, long now) {
        if (turned && chargedAt - turnedAt < -2 * JITTER) { // else it was taken to be near that rollover
            probed += amount;
        } else if (isAround(now) && !isAround(chargedAt)) {
            around += amount;
        }
        probe |= !turned || now - turnedAt >= 0;
    }

    private boolean isAround(long at) {
        return awaits && isAfterTurn(awaited) && at - awaited >= -2 * JITTER;
    }

    /** Whether a minute has rolled over by our clock and the server has not confirmed it yet. */
    public boolean isProbing() {
        return probing;
    }

    /** Whether one call may probe whether the server's minute has rolled over too. */
    public boolean wantsProbe() {
        return probing && !probe && shape.countsFixedMinutes();
    }

    /** Whether the server's minutes roll over when it announces it. */
    public boolean isTrusted() {
        return trusted;
    }

    /** When the last minute rolled over. */
    public long turnedAt() {
        return turnedAt;
    }

    /** True for the first answer to a call that left after an unconfirmed rollover. */
    public boolean endsProbe(long sentAt, Reading reading) {
        boolean isFixed = shape.countsFixedMinutes();
        trusted &= isFixed;
        awaits &= isFixed;
        if (!probing || sentAt - turnedAt < 0) {
            return false;
        }
        probing = false;
        trusted = isFixed && reading.limit() - reading.remaining() <= probed + 1;
        return true;
    }

    /** Nanoseconds until the rollover; {@link Long#MAX_VALUE} where no such minute is known, and after the rollover. */
    public long nanosUntilTurn(long now) {
        return awaitsNext() && awaited - now > 0 ? awaited - now : Long.MAX_VALUE;
    }

    /** See {@link LimitTracker#nanosUntilLastStretch}. */
    public long nanosUntilLastStretch(long now) {
        long left = shape.endOfMinute() - now; // valid only when it is known
        return shape.countsFixedMinutes() && left >= 2 * JITTER ? Math.max(0, left - STRETCH) : Long.MAX_VALUE;
    }
}
