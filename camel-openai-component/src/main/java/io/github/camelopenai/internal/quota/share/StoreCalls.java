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

/** Calls a quota store without blocking; its answers are handled under the throttle's lock. Thread-safe. */
final class StoreCalls {
    /*
     * 1. A store is third-party code: it may take long, or throw anything. Calls to it are noted under the lock. One
     *    thread makes them without the lock, in the order of the notes.
     * 2. A store that does not return holds that one thread. The number of notes meanwhile is bounded.
     */
    private static final Logger LOG = LoggerFactory.getLogger(StoreCalls.class);

    private static final int AT_MOST = 1_000;

    private final Executor threads;
    private final Consumer<Runnable> underLock;
    private final Queue<Runnable> noted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean asking = new AtomicBoolean();

    /**
     * @param threads   where the store is called and its answers are handled; never the current one
     * @param underLock runs a task under the throttle's lock and then serves waiting calls
     */
    StoreCalls(Executor threads, Consumer<Runnable> underLock) {
        this.threads = threads;
        this.underLock = underLock;
    }

    /** Also handles a store that throws or returns null against its contract: no call would be woken otherwise. */
    <T> void ask(Supplier<CompletionStage<T>> call, BiConsumer<T, Throwable> then) {
        note(
                call,
                (value, failure) ->
                        threads.execute(() -> underLock.accept(() -> then.accept(value, failureOf(value, failure)))));
    }

    /** The next lease detects a failure of this call. */
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

    /**
     * False when there are so many notes that the store counts as hanging; the caller gives up its question after a
     * while.
     */
    private <T> boolean note(Supplier<CompletionStage<T>> call, BiConsumer<T, Throwable> then) {
        if (count.get() >= AT_MOST) {
            return false;
        }
        count.incrementAndGet();
        noted.add(() -> begin(call, then));
        return true;
    }

    /** Makes the noted calls. Not under the lock. */
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
        } catch (Throwable failure) { // from a faulty stage; must not affect the next question
            LOG.warn("The quota store failed ({}); what it was asked is given up", failure.toString());
        }
    }

    private static <T> void begin(Supplier<CompletionStage<T>> call, BiConsumer<T, Throwable> then) {
        CompletionStage<T> answer;
        try {
            answer = call.get();
        } catch (Throwable failure) { // also an Error, as of a missing class
            then.accept(null, failure);
            return;
        }
        if (answer == null) {
            then.accept(null, new NullPointerException("the quota store returned no stage"));
        } else {
            AtomicBoolean answered = new AtomicBoolean(); // a third-party stage may complete twice
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
