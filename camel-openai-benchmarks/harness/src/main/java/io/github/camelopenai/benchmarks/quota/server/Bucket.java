// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

/** A bucket that is refilled continuously and full at the start. Not thread-safe. */
final class Bucket implements Dimension {
    /** What sums of fractions may be off by; a call that comes back exactly when it was told to must fit. */
    static final double TINY = 1e-6;

    private double perNano;
    private double capacity;
    private double level;
    private long refilledAtNanos;

    Bucket(long perMinute, double capacity) {
        perNano = (double) perMinute / ServerKind.MINUTE_NANOS;
        this.capacity = capacity;
        level = capacity;
    }

    @Override
    public double free(long nowNanos) {
        level = Math.min(capacity, level + perNano * (nowNanos - refilledAtNanos));
        refilledAtNanos = nowNanos;
        return level;
    }

    @Override
    public Charge take(double amount, long nowNanos) {
        level = free(nowNanos) - amount;
        return new Charge(nowNanos, amount);
    }

    @Override
    public void giveBack(Charge charge, double amount, long nowNanos) {
        level = Math.min(capacity, free(nowNanos) + amount);
    }

    @Override
    public long waitNanos(double amount, long nowNanos) {
        return nanosUntil(amount, nowNanos);
    }

    @Override
    public Reading reading(long nowNanos) {
        return Reading.of(capacity, free(nowNanos), nanosUntil(capacity, nowNanos));
    }

    @Override
    public void halve(long nowNanos) {
        level = Math.min(capacity / 2, free(nowNanos));
        capacity /= 2;
        perNano /= 2;
    }

    private long nanosUntil(double amount, long nowNanos) {
        return (long) Math.ceil(Math.max(0, amount - free(nowNanos)) / perNano);
    }
}
