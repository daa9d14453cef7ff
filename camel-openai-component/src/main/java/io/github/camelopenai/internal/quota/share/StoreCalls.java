// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.share;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a store of quotas is asked and told: nobody waits for it, and its answers come under the throttle's lock. Thread-safe. */
final class StoreCalls {
    /*
     * 1. A store is code of others: it may take long, or throw whatever there is. What it is to be asked is noted under the
     *    lock, and asked by one thread after the lock has been given back, in the order in which it was noted.
     * 2. A store that does not return holds that one thread. What is noted meanwhile is bounded.
     */
    private static final Logger LOG = LoggerFactory.getLogger(StoreCalls.class);

    private static final int AT_MOST = 1_000;

    private final Executor threads;
    private final Consumer<Runnable> underLock;
    private final Queue<Runnable> noted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean asking = new AtomicBoolean();

    /**
     * @param threads   where the store is asked and where its answers are dealt with; never the current one
     * @param underLock runs something under the throttle's lock and then serves those that wait
     */
    StoreCalls(Executor threads, Consumer<Runnable> underLock) {
        this.threads = threads;
        this.underLock = underLock;
    }

    /** Also when the store throws or answers nothing, though it promises not to: nobody would be woken otherwise. */
    <T> void ask(Supplier<CompletionStage<T>> call, BiConsumer<T, Throwable> then) {
        note(
                call,
                (value, failure) ->
                        threads.execute(() -> underLock.accept(() -> then.accept(value, failureOf(value, failure)))));
    }

    /** That it fails is noticed by the next lease. */
    CompletionStage<Void> tell(Supplier<CompletionStage<Void>> call) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean isNoted = note(call, (nothing, failure) -> {
            if (failure != null) {
                LOG.debug("The quota store did not take a correction", failure);
            }
            done.complete(null);
        });
        if (!isNoted) {
            done.complete(null);
        }
        return done;
    }

    /** False when so much is noted that the store must be thought to hang; who asked a question gives it up after a while. */
    private <T> boolean note(Supplier<CompletionStage<T>> call, BiConsumer<T, Throwable> then) {
        if (count.get() >= AT_MOST) {
            return false;
        }
        count.incrementAndGet();
        noted.add(() -> begin(call, then));
        return true;
    }

    /** Has the store asked what was noted. Not under the lock. */
    void send() {
        if (!noted.isEmpty() && asking.compareAndSet(false, true)) {
            boolean begun = false;
            try {
                threads.execute(this::askAll);
                begun = true;
            } finally {
                if (!begun) {
                    asking.set(false);
                }
            }
        }
    }

    private void askAll() {
        do {
            for (Runnable next = noted.poll(); next != null; next = noted.poll()) {
                count.decrementAndGet();
                run(next);
            }
            asking.set(false);
        } while (!noted.isEmpty() && asking.compareAndSet(false, true));
    }

    private static void run(Runnable question) {
        try {
            question.run();
        } catch (Throwable failure) { // of a stage that is no good; the next question has nothing to do with it
            LOG.warn("The quota store failed ({}); what it was asked is given up", failure.toString());
        }
    }

    private static <T> void begin(Supplier<CompletionStage<T>> call, BiConsumer<T, Throwable> then) {
        CompletionStage<T> answer;
        try {
            answer = call.get();
        } catch (Throwable failure) { // an Error too, of a class that is missing
            then.accept(null, failure);
            return;
        }
        if (answer == null) {
            then.accept(null, new NullPointerException("the quota store returned no stage"));
        } else {
            AtomicBoolean answered = new AtomicBoolean(); // a stage of others may end twice
            answer.whenComplete((value, failure) -> {
                if (answered.compareAndSet(false, true)) {
                    then.accept(value, failure);
                }
            });
        }
    }

    private static Throwable failureOf(Object value, Throwable failure) {
        return failure == null && value == null ? new NullPointerException("the quota store answered null") : failure;
    }
}
