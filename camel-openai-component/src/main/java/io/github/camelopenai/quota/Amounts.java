// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

/** Checks the numbers that a store receives. */
final class Amounts {

    private Amounts() {}

    /** The amounts of a lease. */
    static void check(QuotaBucket bucket, long need, long want) {
        if (need < 1 || need > bucket.capacity()) {
            throw new IllegalArgumentException("need must be between 1 and the capacity of bucket " + bucket.name()
                    + ", " + bucket.capacity() + ", but was " + need + "; lease the capacity and charge the rest");
        }
        if (want < need) {
            throw new IllegalArgumentException("want must be at least need, " + need + ", but was " + want);
        }
    }

    /** The amount of a return or a charge. */
    static void check(long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("amount must not be negative but was " + amount);
        }
    }
}
