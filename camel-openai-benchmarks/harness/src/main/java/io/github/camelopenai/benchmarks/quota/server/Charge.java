// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

/** What was taken from a dimension, and when. */
final class Charge {
    private final long atNanos;
    private double amount;

    Charge(long atNanos, double amount) {
        this.atNanos = atNanos;
        this.amount = amount;
    }

    long atNanos() {
        return atNanos;
    }

    double amount() {
        return amount;
    }

    void reduceBy(double less) {
        amount -= less;
    }
}
