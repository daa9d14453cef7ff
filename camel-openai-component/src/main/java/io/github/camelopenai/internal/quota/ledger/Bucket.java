// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

/** A token bucket that refills continuously and may be in debt. Time is an argument. Not thread-safe. */
public final class Bucket {

    private double capacity;
    private double perNano;
    private double level;
    private long at;

    /**
     * @param capacity what it holds at most; it starts full
     * @param perNano  how fast it refills
     */
    public Bucket(double capacity, double perNano, long nowNanos) {
        this.capacity = capacity;
        this.perNano = perNano;
        this.level = capacity;
        this.at = nowNanos;
    }

    public double level(long nowNanos) {
        if (nowNanos - at > 0) { // a caller that read its clock earlier must not refill twice
            level = Math.max(level, Math.min(capacity, level + (nowNanos - at) * perNano));
            at = nowNanos;
        }
        return level;
    }

    /**
     * Nanoseconds until it holds the amount; 0 when it does now. A larger amount than the bucket waits until it is
     * full.
     */
    public long nanosUntil(double amount, long nowNanos) {
        double missing = Math.min(amount, capacity) - level(nowNanos);
        return missing <= 0 ? 0 : (long) Math.ceil(Math.min(missing / perNano, Long.MAX_VALUE / 4.0));
    }

    /** Nanoseconds until the amount has flowed out, even if it exceeds the capacity. */
    double nanosFor(double amount, long nowNanos) {
        return Math.max(0, (amount - level(nowNanos)) / perNano);
    }

    public void take(double amount, long nowNanos) {
        level = level(nowNanos) - amount;
    }

    public void giveBack(double amount, long nowNanos) {
        level = Math.min(capacity, level(nowNanos) + amount);
    }

    /** A refund may exceed the capacity at first: the server's bucket holds it as well. */
    void giveBackBeyond(double amount, long nowNanos) {
        level = Math.min(4 * capacity, level(nowNanos) + amount);
    }

    /** Sets another size and refill; the content stays, as far as it fits. */
    public void reshape(double newCapacity, double newPerNano, long nowNanos) {
        level = Math.min(newCapacity, level(nowNanos));
        capacity = newCapacity;
        perNano = newPerNano;
    }

    public double capacity() {
        return capacity;
    }

    public double perNano() {
        return perNano;
    }
}
