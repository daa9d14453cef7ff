// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.thread;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A virtual thread for each task; an executor of platform threads instead while the system refuses the JVM the threads
 * that run virtual ones. Thread-safe.
 */
final class VirtualThreads implements Executor {
    /*
     * A virtual thread that could not be started may still run later, or never: the JVM has queued it, and does not
     * check that queue before it gets work in another way. So a task runs on whichever thread comes first, and virtual
     * threads are used again only after one of them has run.
     */
    private static final int MOST_TRIES = 1_000;

    private final ExecutorService virtual;
    private final Executor otherwise;
    private final AtomicBoolean stuck = new AtomicBoolean();
    private final AtomicInteger tries = new AtomicInteger();

    VirtualThreads(ExecutorService virtual, Executor otherwise) {
        this.virtual = virtual;
        this.otherwise = otherwise;
    }

    /** The JVM's executor; empty where it has no virtual threads. */
    static Optional<ExecutorService> ofThisJvm() {
        try {
            ExecutorService virtual = (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
            // The JVM prepares virtual threads now. If the system gave it no thread at that moment, it never could.
            virtual.execute(() -> {});
            return Optional.of(virtual);
        } catch (Throwable e) { // an older JVM, or there is no thread at all
            return Optional.empty();
        }
    }

    @Override
    public void execute(Runnable task) {
        if (stuck.get()) {
            otherwise.execute(() -> {
                tryAgain(); // from another thread than the one that failed, as the JVM keeps a queue for each
                task.run();
            });
            return;
        }
        AtomicBoolean begun = new AtomicBoolean();
        Runnable once = () -> {
            if (begun.compareAndSet(false, true)) {
                task.run();
            }
        };
        try {
            virtual.execute(once);
        } catch (RejectedExecutionException stopped) {
            throw stopped;
        } catch (Throwable none) { // the system gives no thread
            stuck.set(true);
            otherwise.execute(once);
        }
    }

    private void tryAgain() {
        if (tries.incrementAndGet() > MOST_TRIES) {
            return; // no virtual thread has run
        }
        try {
            virtual.execute(() -> {
                stuck.set(false);
                tries.set(0);
            });
        } catch (Throwable none) {
            tries.decrementAndGet();
        }
    }
}
