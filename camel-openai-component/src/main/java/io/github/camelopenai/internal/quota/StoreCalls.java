// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a store of quotas is asked and told: nobody waits for it, and its answers come under the throttle's lock. */
final class StoreCalls {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCalls.class);

    private final Executor threads;
    private final Consumer<Runnable> underLock;

    /**
     * @param threads   where answers of the store are dealt with; never its own
     * @param underLock runs something under the throttle's lock and then serves those that wait
     */
    StoreCalls(Executor threads, Consumer<Runnable> underLock) {
        this.threads = threads;
        this.underLock = underLock;
    }

    /** Also when the store throws, though it promises not to: nobody would be woken otherwise. */
    <T> void ask(Supplier<CompletionStage<T>> call, BiConsumer<T, Throwable> then) {
        begun(call)
                .whenComplete(
                        (value, failure) -> threads.execute(() -> underLock.accept(() -> then.accept(value, failure))));
    }

    /** That it fails is noticed by the next lease. */
    static CompletionStage<Void> tell(Supplier<CompletionStage<Void>> call) {
        return begun(call).exceptionally(failure -> {
            LOG.debug("The quota store did not take a correction", failure);
            return null;
        });
    }

    private static <T> CompletionStage<T> begun(Supplier<CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
