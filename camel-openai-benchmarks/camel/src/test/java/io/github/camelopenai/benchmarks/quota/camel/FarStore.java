// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.camel;

import io.github.camelopenai.internal.time.Timer;
import io.github.camelopenai.quota.Lease;
import io.github.camelopenai.quota.QuotaBucket;
import io.github.camelopenai.quota.QuotaMembers;
import io.github.camelopenai.quota.QuotaStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A store at the other end of a network: questions and answers take their time, and a change has to ask before it is made. */
final class FarStore implements QuotaStore {
    private static final Duration ONE_WAY = Duration.ofMillis(2);

    private final QuotaStore store;
    private final Timer timer;

    FarStore(QuotaStore store, Timer timer) {
        this.store = store;
        this.timer = timer;
    }

    private <T> CompletionStage<T> far(Supplier<CompletionStage<T>> question) {
        return after(ONE_WAY, question);
    }

    private <T> CompletionStage<T> change(Supplier<CompletionStage<T>> change) {
        return after(ONE_WAY.multipliedBy(3), change);
    }

    private <T> CompletionStage<T> after(Duration delay, Supplier<CompletionStage<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        timer.schedule(
                () -> question.get()
                        .whenComplete(
                                (value, failure) -> timer.schedule(() -> complete(answer, value, failure), ONE_WAY)),
                delay);
        return answer;
    }

    private static <T> void complete(CompletableFuture<T> answer, T value, Throwable failure) {
        if (failure == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    @Override
    public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
        return change(() -> store.lease(bucket, need, want));
    }

    @Override
    public CompletionStage<Void> giveBack(QuotaBucket bucket, long amount) {
        return change(() -> store.giveBack(bucket, amount));
    }

    @Override
    public CompletionStage<Void> charge(QuotaBucket bucket, long amount) {
        return change(() -> store.charge(bucket, amount));
    }

    @Override
    public CompletionStage<Long> available(QuotaBucket bucket) {
        return far(() -> store.available(bucket));
    }

    @Override
    public CompletionStage<QuotaMembers> members(QuotaBucket bucket, long held) {
        return far(() -> store.members(bucket, held));
    }

    @Override
    public void close() {
        store.close();
    }
}
