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

    /** Adds a call that leaves. */
    Place add(double amount) {
        Place place = new Place(this, sum, amount);
        sum += amount;
        return place;
    }

    /** The place of a call in its burst. */
    static final class Place {
        private final DepartureBurst bunch;
        private final double before;
        private final double amount;

        private Place(DepartureBurst bunch, double before, double amount) {
            this.bunch = bunch;
            this.before = before;
            this.amount = amount;
        }

        /** What left before the call and may have arrived after it. */
        double before() {
            return before;
        }

        /** What has left after the call and may have arrived before it. */
        double after() {
            return bunch.sum - before - amount;
        }
    }
}
