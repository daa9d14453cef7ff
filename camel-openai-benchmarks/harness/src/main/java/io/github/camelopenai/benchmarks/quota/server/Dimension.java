// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

/** One quantity that a server limits. Times must not decrease. Not thread-safe. */
interface Dimension {
    /** What is free now; negative in debt. */
    double free(long nowNanos);

    /** Takes an amount, free or not. */
    Charge take(double amount, long nowNanos);

    /** Gives back a part of a charge, as far as it still counts. */
    void giveBack(Charge charge, double amount, long nowNanos);

    /** How long until this amount is free, if nothing else is taken or given back. */
    long waitNanos(double amount, long nowNanos);

    /** What the headers say now. */
    Reading reading(long nowNanos);

    /** Halves the limit from now on. */
    void halve(long nowNanos);

    /** Whether this amount is free now. */
    default boolean fits(double amount, long nowNanos) {
        return free(nowNanos) + Bucket.TINY >= amount;
    }

    /** Takes an amount, or as much of it as is free. */
    default void takeUpTo(double amount, long nowNanos) {
        double taken = Math.min(amount, free(nowNanos));
        if (taken > 0) {
            take(taken, nowNanos);
        }
    }
}
