// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is leased of one dimension of a shared quota. Guarded by the throttle's lock. */
final class LeasedDimension {

    private static final double SAFE_PART = 0.9;
    private static final double BURST_SECONDS = 4;

    private final String name;
    private final Dimension dimension;
    private final Ticker ticker;
    private Bucket fallback;
    private double usedMeanwhile;
    double balance;
    boolean asked;
    long askAt = Long.MIN_VALUE;

    LeasedDimension(String name, Dimension dimension, Ticker ticker) {
        this.name = name;
        this.dimension = dimension;
        this.ticker = ticker;
    }

    long now() {
        return ticker.nanos();
    }

    /** The whole limit for a minute; 0 while none is known. */
    long limit() {
        return dimension.minute() == null
                ? 0
                : Math.max(1, Math.round(dimension.minute().perMinute()));
    }

    Meter meter() {
        return dimension.minute();
    }

    QuotaBucket bucket() {
        return new QuotaBucket(name, limit(), limit());
    }

    /** What this process keeps to by itself while the store fails. */
    Bucket fallback(int members, long now) {
        if (fallback == null) {
            double perNano = limit() * SAFE_PART / members / 60e9;
            fallback = new Bucket(Math.max(1, perNano * BURST_SECONDS * 1e9), perNano, now);
        }
        return fallback;
    }

    void take(double amount, boolean failing, int members, long now) {
        if (limit() == 0) {
            return;
        }
        if (failing) {
            fallback(members, now).take(amount, now);
            usedMeanwhile += amount;
        } else {
            balance -= amount;
        }
    }

    void returned(double amount, boolean failing) {
        if (limit() == 0) {
            return;
        }
        if (failing) {
            usedMeanwhile -= amount;
        } else {
            balance += amount;
        }
    }

    /** Keeps so much and gives the rest back. */
    CompletionStage<Void> giveBackBeyond(double kept, QuotaStore store) {
        long surplus = (long) Math.floor(balance - kept);
        if (limit() == 0 || surplus < 1) {
            return CompletableFuture.completedFuture(null);
        }
        balance -= surplus;
        return store.giveBack(bucket(), surplus);
    }

    /** The store is back: it is told what was used, and leases begin at nothing. */
    CompletionStage<Void> settleDebt(QuotaStore store) {
        long used = Math.round(Math.max(0, usedMeanwhile));
        usedMeanwhile = 0;
        balance = 0;
        fallback = null;
        return limit() == 0 || used < 1 ? CompletableFuture.completedFuture(null) : store.charge(bucket(), used);
    }
}
