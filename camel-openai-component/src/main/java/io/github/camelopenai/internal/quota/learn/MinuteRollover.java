// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import io.github.camelopenai.internal.quota.ledger.LimitTracker;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;

/** When a server that counts in fixed minutes begins anew, and whether it really does. Not thread-safe. */
public final class MinuteRollover {
    /*
     * 1. A minute has turned once every call that left before must have arrived.
     * 2. The first time one call goes ahead, and the answer tells whether it is so: a sliding minute may name moments too.
     * 3. Later all is believed back at once, until a moment proves wrong.
     */
    /** Calls that leave further apart than this arrive in that order. */
    public static final long JITTER = 200_000_000L;

    private static final long STRETCH = 10_000_000_000L;

    private final RefillModel shape;
    private boolean turned; // a minute, once at least
    private long turnedAt;
    private boolean awaits;
    private long awaited; // when the minute turns that we know of
    private double around; // left shortly before that moment, and may arrive after the minute's end
    private boolean probing;
    private boolean trusted; // minutes have turned when the server said they would
    private boolean probe; // has left
    private double probed; // since the minute turned

    public MinuteRollover(RefillModel shape) {
        this.shape = shape;
    }

    /**
     * Looks for the turn that comes next; false where none is known. A header of the new minute may name the one after it, before we
     * have taken the old minute for over.
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

    /** Looks at the clock; true when all that was charged before is back. */
    public boolean turns(long now) {
        if (!awaitsNext()
                || now - awaited < 0
                || turned
                        && awaited - turnedAt
                                < RefillModel.SAME_MOMENT) { // a late answer may have told that moment better
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

    /** So much leaves now. */
    public void take(double amount, long now) {
        probe = true;
        probed += amount;
        around = isAround(now) ? around + amount : 0;
    }

    /** What was charged then has left only now, and is in the new minute if that has begun. */
    public void left(double amount, long chargedAt, long now) {
        if (turned && chargedAt - turnedAt < -2 * JITTER) { // else it was thought to be around that turn
            probed += amount;
        } else if (isAround(now) && !isAround(chargedAt)) {
            around += amount;
        }
        probe |= !turned || now - turnedAt >= 0;
    }

    private boolean isAround(long at) {
        return awaits && isAfterTurn(awaited) && at - awaited >= -2 * JITTER;
    }

    /** Whether a minute has turned and it is not known yet whether it did for the server. */
    public boolean isProbing() {
        return probing;
    }

    /** Whether one call may find out whether a minute has turned for the server too. */
    public boolean wantsProbe() {
        return probing && !probe && shape.countsFixedMinutes();
    }

    /** Whether minutes turn for the server when it says so. */
    public boolean isTrusted() {
        return trusted;
    }

    /** When the last minute turned. */
    public long turnedAt() {
        return turnedAt;
    }

    /** True for the first answer to a call that left after a minute had turned, if it was not known whether it would. */
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

    /** Nanoseconds until the minute turns; {@link Long#MAX_VALUE} where no such minute is known, and when it has turned. */
    public long nanosUntilTurn(long now) {
        return awaitsNext() && awaited - now > 0 ? awaited - now : Long.MAX_VALUE;
    }

    /** See {@link LimitTracker#nanosUntilLastStretch}. */
    public long nanosUntilLastStretch(long now) {
        long left = shape.endOfMinute() - now; // makes sense when it is known
        return shape.countsFixedMinutes() && left >= 2 * JITTER ? Math.max(0, left - STRETCH) : Long.MAX_VALUE;
    }
}
