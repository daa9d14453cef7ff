// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

/** The part of a limit that stays unused because our accounts were too high before. It fades. Not thread-safe. */
public final class SafetyMargin {
    private static final double FADES_IN = 240e9;

    private double amount;
    private long at;

    public SafetyMargin(long nowNanos) {
        this.at = nowNanos;
    }

    public double at(long now) {
        if (now - at > 0) {
            amount *= Math.exp((at - now) / FADES_IN);
            at = now;
        }
        return amount;
    }

    /** Our accounts were too high by the missing amount. */
    public void raise(double missing, double atMost, long now) {
        amount = Math.min(Math.max(at(now), missing), atMost);
    }
}
