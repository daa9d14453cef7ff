// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import java.util.ArrayDeque;

/** A limit for any sixty seconds, kept with an exact log. Not thread-safe. */
final class SlidingMinute implements Dimension {
    private final ArrayDeque<Charge> log = new ArrayDeque<>();
    private double limit;
    private double used;

    SlidingMinute(long limit) {
        this.limit = limit;
    }

    @Override
    public double free(long nowNanos) {
        while (!log.isEmpty() && nanosToEnd(log.peekFirst(), nowNanos) <= 0) {
            used -= log.pollFirst().amount();
        }
        if (log.isEmpty()) {
            used = 0; // what rounding left
        }
        return limit - used;
    }

    @Override
    public Charge take(double amount, long nowNanos) {
        used = limit - free(nowNanos) + amount;
        Charge charge = new Charge(nowNanos, amount);
        log.addLast(charge);
        return charge;
    }

    @Override
    public void giveBack(Charge charge, double amount, long nowNanos) {
        free(nowNanos);
        if (nanosToEnd(charge, nowNanos) > 0) {
            charge.reduceBy(amount);
            used -= amount;
        }
    }

    @Override
    public long waitNanos(double amount, long nowNanos) {
        double missing = amount - free(nowNanos);
        long wait = 0;
        for (Charge charge : log) {
            if (missing <= Bucket.TINY) {
                break;
            }
            missing -= charge.amount();
            wait = nanosToEnd(charge, nowNanos);
        }
        return wait;
    }

    @Override
    public Reading reading(long nowNanos) {
        double free = free(nowNanos);
        return Reading.of(limit, free, log.isEmpty() ? 0 : nanosToEnd(log.peekLast(), nowNanos));
    }

    @Override
    public void halve(long nowNanos) {
        limit /= 2;
    }

    private static long nanosToEnd(Charge charge, long nowNanos) {
        return charge.atNanos() + ServerKind.MINUTE_NANOS - nowNanos;
    }
}
