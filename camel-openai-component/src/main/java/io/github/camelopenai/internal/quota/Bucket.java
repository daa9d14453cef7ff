// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

/** A token bucket that refills continuously and may be in debt. Time is an argument. Not thread-safe. */
final class Bucket {

    private final double capacity;
    private final double perNano;
    private double level;
    private long at;

    /**
     * @param capacity what it holds at most; it starts full
     * @param perNano  how fast it refills
     */
    Bucket(double capacity, double perNano, long nowNanos) {
        this.capacity = capacity;
        this.perNano = perNano;
        this.level = capacity;
        this.at = nowNanos;
    }

    double level(long nowNanos) {
        if (nowNanos - at > 0) { // a caller that read its clock earlier must not refill twice
            level = Math.min(capacity, level + (nowNanos - at) * perNano);
            at = nowNanos;
        }
        return level;
    }

    /** Nanoseconds until so much can be taken; 0 when it can be now. */
    long nanosUntil(double amount, long nowNanos) {
        // What is larger than the bucket may leave when it is full, and leaves a debt behind.
        double missing = Math.min(amount, capacity) - level(nowNanos);
        return missing <= 0 ? 0 : (long) Math.ceil(missing / perNano);
    }

    void take(double amount, long nowNanos) {
        level = level(nowNanos) - amount;
    }

    void giveBack(double amount, long nowNanos) {
        level = Math.min(capacity, level(nowNanos) + amount);
    }

    void empty(long nowNanos) {
        level = Math.min(0, level(nowNanos));
    }

    /** Nanoseconds to refill so much. */
    double nanosFor(double amount) {
        return amount / perNano;
    }
}
