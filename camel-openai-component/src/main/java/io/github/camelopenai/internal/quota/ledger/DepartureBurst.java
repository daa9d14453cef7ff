// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import io.github.camelopenai.internal.quota.learn.MinuteRollover;

/** Calls that left so close to each other that they may reach the server in any order. Not thread-safe. */
final class DepartureBurst {
    private final long since;
    private double sum;

    DepartureBurst(long since) {
        this.since = since;
    }

    /** The burst of a call that leaves now: this one or a new one. */
    DepartureBurst at(long now) {
        return now - since > MinuteRollover.JITTER ? new DepartureBurst(now) : this;
    }

    /** Adds a call that leaves; returns what left before it in this burst. */
    double add(double amount) {
        double before = sum;
        sum += amount;
        return before;
    }

    /** What has left in this burst so far. */
    double sum() {
        return sum;
    }
}
