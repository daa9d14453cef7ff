// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.quota.Lease;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaMembers;
import io.github.camelopenai.quota.QuotaStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Counts what of the requests' bucket has been leased and has not come back. Thread-safe. */
final class CountedStore implements QuotaStore {

    private final QuotaStore inner;
    private long held; // guarded by this

    CountedStore(QuotaStore inner) {
        this.inner = inner;
    }

    /** Waits until so many are held, and says how many are when the time is up. */
    synchronized long awaitHeld(long wanted, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toMillis(); held != wanted && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return held;
    }

    private synchronized void count(QuotaBucket bucket, long amount) {
        if (bucket.name().endsWith("requests")) {
            held += amount;
            notifyAll();
        }
    }

    @Override
    public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
        return inner.lease(bucket, need, want).whenComplete((lease, failure) -> {
            if (failure == null) {
                count(bucket, lease.granted());
            }
        });
    }

    @Override
    public CompletionStage<Void> giveBack(QuotaBucket bucket, long amount) {
        return inner.giveBack(bucket, amount).whenComplete((nothing, failure) -> count(bucket, -amount));
    }

    @Override
    public CompletionStage<Void> charge(QuotaBucket bucket, long amount) {
        return inner.charge(bucket, amount);
    }

    @Override
    public CompletionStage<Long> available(QuotaBucket bucket) {
        return inner.available(bucket);
    }

    @Override
    public CompletionStage<QuotaMembers> members(QuotaBucket bucket, long held) {
        return inner.members(bucket, held);
    }

    @Override
    public void close() {
        inner.close();
    }
}
