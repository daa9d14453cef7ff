// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does one work as often at once as it asks for. A client that does not block is given the next call when one has been
 * answered, as a route gives it; any other is called from as many threads, which live as long as this.
 */
final class Callers implements AutoCloseable {
    private final Work work;
    private final Client client;
    private final Path audio;
    private final ExecutorService threads;
    private final Queue<Long> firstNanos = new ConcurrentLinkedQueue<>();

    Callers(Work work, Client client, Path audio) {
        this.work = work;
        this.client = client;
        this.audio = audio;
        threads = Executors.newFixedThreadPool(work.concurrency());
    }

    /** Calls for a while and returns how many calls were made. None is under way before or afterwards. */
    long callFor(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        firstNanos.clear();
        Callable<Long> caller = () -> callUntil(end);
        long calls = 0;
        List<Future<Long>> callers = threads.invokeAll(Collections.nCopies(work.concurrency(), caller));
        for (Future<Long> made : callers) {
            calls += resultOf(made);
        }
        return calls;
    }

    /** The median time to the first piece, over the calls of the last {@link #callFor}; 0 when nothing was streamed. */
    long medianFirstNanos() {
        long[] sorted = firstNanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private long callUntil(long end) throws Exception {
        CompletableFuture<Void> first = work.callLater(client);
        return first == null ? callAndWaitUntil(end) : new Chain(end).after(first);
    }

    /** Calls of a client that does not block, each begun when the one before has been answered. */
    private final class Chain {
        private final long end;
        private final CompletableFuture<Long> result = new CompletableFuture<>();
        private long answered; // each answer is there before the next call begins

        Chain(long end) {
            this.end = end;
        }

        long after(CompletableFuture<Void> call) throws ExecutionException, InterruptedException {
            call.whenComplete(this::next);
            return result.get();
        }

        private void next(Void nothing, Throwable failure) {
            answered++;
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (System.nanoTime() >= end) {
                result.complete(answered);
            } else {
                work.callLater(client).whenComplete(this::next);
            }
        }
    }

    private long callAndWaitUntil(long end) throws Exception {
        long calls = 0;
        do {
            long begun = System.nanoTime();
            work.callOnce(client, audio, () -> firstNanos.add(System.nanoTime() - begun));
            calls++;
        } while (System.nanoTime() < end);
        return calls;
    }

    private static long resultOf(Future<Long> made) throws Exception {
        try {
            return made.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
