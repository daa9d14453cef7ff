// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.camel;

import io.github.camelopenai.internal.time.Timer;
import io.github.camelopenai.quota.Lease;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A store at the other end of a network: questions and answers take their time. */
final class FarStore implements QuotaStore {
    private static final Duration ONE_WAY = Duration.ofMillis(2);

    private final QuotaStore store;
    private final Timer timer;

    FarStore(QuotaStore store, Timer timer) {
        this.store = store;
        this.timer = timer;
    }

    private <T> CompletionStage<T> far(Supplier<CompletionStage<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        timer.schedule(
                () -> question.get().thenAccept(value -> timer.schedule(() -> answer.complete(value), ONE_WAY)),
                ONE_WAY);
        return answer;
    }

    @Override
    public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
        return far(() -> store.lease(bucket, need, want));
    }

    @Override
    public CompletionStage<Void> giveBack(QuotaBucket bucket, long amount) {
        return far(() -> store.giveBack(bucket, amount));
    }

    @Override
    public CompletionStage<Void> charge(QuotaBucket bucket, long amount) {
        return far(() -> store.charge(bucket, amount));
    }

    @Override
    public CompletionStage<Long> available(QuotaBucket bucket) {
        return far(() -> store.available(bucket));
    }

    @Override
    public CompletionStage<Integer> members(QuotaBucket bucket) {
        return far(() -> store.members(bucket));
    }

    @Override
    public void close() {
        store.close();
    }
}
