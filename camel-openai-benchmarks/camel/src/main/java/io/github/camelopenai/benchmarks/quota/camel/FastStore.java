// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.camel;

import io.github.camelopenai.quota.Lease;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaMembers;
import io.github.camelopenai.quota.QuotaStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A store for users whose time runs faster than the store's: buckets refill faster, and waits are told in their time. */
final class FastStore implements QuotaStore {
    private final QuotaStore store;
    private final double scale;

    FastStore(QuotaStore store, double scale) {
        this.store = store;
        this.scale = scale;
    }

    private QuotaBucket fast(QuotaBucket bucket) {
        return new QuotaBucket(bucket.name(), Math.round(bucket.perMinute() * scale), bucket.capacity());
    }

    @Override
    public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
        return store.lease(fast(bucket), need, want)
                .thenApply(lease -> lease.isGranted()
                        ? lease
                        : Lease.refused(
                                Duration.ofNanos((long) (lease.retryAfter().toNanos() * scale))));
    }

    @Override
    public CompletionStage<Void> giveBack(QuotaBucket bucket, long amount) {
        return store.giveBack(fast(bucket), amount);
    }

    @Override
    public CompletionStage<Void> charge(QuotaBucket bucket, long amount) {
        return store.charge(fast(bucket), amount);
    }

    @Override
    public CompletionStage<Long> available(QuotaBucket bucket) {
        return store.available(fast(bucket));
    }

    @Override
    public CompletionStage<QuotaMembers> members(QuotaBucket bucket, long held) {
        return store.members(fast(bucket), held);
    }

    @Override
    public void close() {
        store.close();
    }
}
