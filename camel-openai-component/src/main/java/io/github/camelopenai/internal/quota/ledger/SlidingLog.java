// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import java.util.Arrays;

/**
 * The charges of the last minute, in slots of a quarter of a second. A charge counts until a minute after the end of
 * its slot, and then a little longer: the server saw it later than we sent it. Time is an argument. Not thread-safe.
 */
final class SlidingLog {

    private static final long SLOT = 250_000_000L;
    private static final int MINUTE = 239; // in slots, less one: slightly younger charges may have gone too
    private static final int COUNTED = 242; // a minute, the slot of the charge, and one of slack
    private static final double DUST = 1e-6; // rounding residue of additions and refunds

    private final double[] slots = new double[COUNTED];
    private long newest;
    private long first; // no charge is in a slot before this one
    private double sum;
    private final long origin; // of the slots; a clock may start below zero and overflow
    private long forgottenUntil = Long.MIN_VALUE; // a slot

    SlidingLog(long nowNanos) {
        this.origin = Math.floorDiv(nowNanos, SLOT) * SLOT;
        this.newest = slotOf(nowNanos);
        this.first = newest;
    }

    /** Adds a charge, or a refund when negative, at a past moment; ignores one that the log no longer counts. */
    void add(double amount, long atNanos, long nowNanos) {
        advance(nowNanos);
        long slot = slotOf(atNanos);
        if (slot > newest - COUNTED && slot <= newest && (amount > 0 || slot >= forgottenUntil)) {
            slots[index(slot)] += amount;
            first = Math.min(first, slot);
            sum += amount;
        }
    }

    /**
     * A new minute of the server began at that moment: earlier charges and their refunds no longer count. Charges in
     * the slot of that moment stay.
     */
    void forgetBefore(long atNanos, long nowNanos) {
        advance(nowNanos);
        for (long slot = newest - COUNTED + 1; slot < Math.min(newest, slotOf(atNanos)); slot++) {
            sum -= slots[index(slot)];
            slots[index(slot)] = 0;
        }
        forgottenUntil = slotOf(atNanos);
    }

    /** Drops the amount from the oldest charges: the server has it back already. */
    void forget(double amount, long nowNanos) {
        advance(nowNanos);
        double left = amount;
        for (long slot = newest - COUNTED + 1; left > 0 && slot <= newest; slot++) {
            double gone = Math.min(left, Math.max(0, slots[index(slot)]));
            slots[index(slot)] -= gone;
            sum -= gone;
            left -= gone;
        }
    }

    /** When its oldest charge was made, to the precision of a slot; {@link Long#MAX_VALUE} when there is none. */
    long oldest(long nowNanos) {
        advance(nowNanos);
        first = Math.max(first, newest - COUNTED + 1);
        while (first < newest && slots[index(first)] <= 0) {
            first++;
        }
        return slots[index(first)] > 0 ? origin + first * SLOT : Long.MAX_VALUE;
    }

    /**
     * What is about to leave the log, and may have left the server's: the part of the oldest slots that is a minute
     * old.
     */
    double aboutToLeave(long nowNanos) {
        advance(nowNanos);
        double leaving = 0;
        for (long slot = newest - COUNTED + 1; slot <= newest - MINUTE; slot++) {
            leaving += slots[index(slot)];
        }
        return leaving;
    }

    double sum(long nowNanos) {
        advance(nowNanos);
        return sum;
    }

    /** Nanoseconds until the amount has left the log; 0 when it is not positive. */
    long nanosUntilGone(double amount, long nowNanos) {
        advance(nowNanos);
        double missing = amount;
        long slot = newest - COUNTED + 1;
        while (missing > DUST && slot <= newest) {
            missing -= slots[index(slot)];
            slot++;
        }
        // The slot before this one was the last that had to go; it goes when the clock reaches that point.
        return amount <= DUST ? 0 : Math.max(1, (slot - 1 + COUNTED) * SLOT - (nowNanos - origin));
    }

    private void advance(long nowNanos) {
        long now = slotOf(nowNanos);
        if (now - newest >= COUNTED) {
            Arrays.fill(slots, 0);
            sum = 0;
            newest = now;
        }
        while (newest < now) {
            newest++;
            sum -= slots[index(newest)];
            slots[index(newest)] = 0;
        }
    }

    private long slotOf(long nanos) {
        return Math.floorDiv(nanos - origin, SLOT);
    }

    private static int index(long slot) {
        return (int) Math.floorMod(slot, (long) COUNTED);
    }
}
