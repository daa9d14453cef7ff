// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

/** A limit for each fixed minute; the run starts {@link ServerKind#PHASE_NANOS} into the first. Not thread-safe. */
final class FixedMinute implements Dimension {
    private double limit;
    private double used;
    private long minute;

    FixedMinute(long limit) {
        this.limit = limit;
    }

    @Override
    public double free(long nowNanos) {
        if (minuteOf(nowNanos) != minute) {
            minute = minuteOf(nowNanos);
            used = 0;
        }
        return limit - used;
    }

    @Override
    public Charge take(double amount, long nowNanos) {
        used = limit - free(nowNanos) + amount;
        return new Charge(nowNanos, amount);
    }

    @Override
    public void giveBack(Charge charge, double amount, long nowNanos) {
        if (minuteOf(charge.atNanos()) == minuteOf(nowNanos)) {
            used -= amount;
        }
    }

    @Override
    public long waitNanos(double amount, long nowNanos) {
        return fits(amount, nowNanos) ? 0 : nanosToBoundary(nowNanos);
    }

    @Override
    public Reading reading(long nowNanos) {
        return Reading.of(limit, free(nowNanos), nanosToBoundary(nowNanos));
    }

    @Override
    public void halve(long nowNanos) {
        limit /= 2;
    }

    private static long minuteOf(long nowNanos) {
        return (nowNanos + ServerKind.PHASE_NANOS) / ServerKind.MINUTE_NANOS;
    }

    private static long nanosToBoundary(long nowNanos) {
        return ServerKind.MINUTE_NANOS - (nowNanos + ServerKind.PHASE_NANOS) % ServerKind.MINUTE_NANOS;
    }
}
