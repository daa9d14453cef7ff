// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.client;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The AWS SDK's adaptive retry mode with its defaults, in front of at most as many calls as a pool has threads. */
final class AdaptiveClient implements QuotaClient {
    /*
     * 1. Three attempts, each paid for with one send of the adaptive rate, for which they wait in order.
     * 2. Before a retry a random part of min(20 s, base x 2^retries), with a base of 1 s after throttling and 0.1 s
     *    otherwise. What the server says about waiting is not read: the header is not one of that API.
     * 3. Retries share a quota of 500, five each; a success after a retry gives them back, any other success gives one.
     * 4. Everything that is decided is decided on one thread, which is what guards the state.
     */
    private static final int CONCURRENT = 64;
    private static final int ATTEMPTS = 3;
    private static final double LONGEST_BACKOFF = 20;
    private static final double THROTTLED_BASE = 1;
    private static final double BASE = 0.1;
    private static final int RETRY_QUOTA = 500;
    private static final int RETRY_COST = 5;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final ChatCalls calls;
    private final double scale;
    private final CubicRate rate = new CubicRate();
    private final Random random = new Random(1);
    private final Queue<Attempts> waiting = new ArrayDeque<>();
    private final Queue<Attempts> unsent = new ArrayDeque<>();
    private Future<?> timer = CompletableFuture.completedFuture(null);
    private int running;
    private int retryQuota = RETRY_QUOTA;

    AdaptiveClient(Setting setting) {
        calls = new ChatCalls(setting);
        scale = setting.scale();
    }

    @Override
    public CompletableFuture<Void> send(Job job) {
        Attempts attempts = new Attempts(job);
        thread.execute(() -> {
            waiting.add(attempts);
            startNext();
        });
        return attempts.result;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        calls.close();
    }

    private void startNext() {
        while (running < CONCURRENT && !waiting.isEmpty()) {
            running++;
            unsent.add(waiting.remove());
        }
        sendWhatMayBeSent();
    }

    private void sendWhatMayBeSent() {
        while (!unsent.isEmpty()) {
            OptionalDouble wait = rate.tryTake(now());
            if (wait.isPresent()) {
                timer.cancel(false);
                timer = later(this::sendWhatMayBeSent, wait.getAsDouble());
                return;
            }
            unsent.remove().call();
        }
    }

    /** Virtual seconds. */
    private double now() {
        return System.nanoTime() / 1e9 * scale;
    }

    private Future<?> later(Runnable task, double virtualSeconds) {
        return thread.schedule(task, (long) (virtualSeconds * 1e9 / scale), TimeUnit.NANOSECONDS);
    }

    /** One job: called until it succeeds, its attempts are made or the quota of retries is used up. */
    private final class Attempts {
        private final Job job;
        private final CompletableFuture<Void> result = new CompletableFuture<>();
        private int made;
        private boolean paidForRetry;

        Attempts(Job job) {
            this.job = job;
        }

        void call() {
            made++;
            calls.call(job).whenCompleteAsync(this::settle, thread);
        }

        private void settle(ChatCalls.Answer answer, Throwable failure) {
            boolean throttled = failure == null && answer.throttled();
            rate.answered(throttled, now());
            sendWhatMayBeSent();
            if (failure == null && answer.good()) {
                retryQuota = Math.min(RETRY_QUOTA, retryQuota + (paidForRetry ? RETRY_COST : 1));
                end();
                result.complete(null);
            } else if (made < ATTEMPTS && retryQuota >= RETRY_COST) {
                retryQuota -= RETRY_COST;
                paidForRetry = true;
                double base = throttled ? THROTTLED_BASE : BASE;
                double longest = Math.min(LONGEST_BACKOFF, base * Math.pow(2, made - 1));
                later(this::again, random.nextDouble() * longest);
            } else {
                end();
                result.completeExceptionally(new IOException("given up after " + made + " attempts"));
            }
        }

        private void again() {
            unsent.add(this);
            sendWhatMayBeSent();
        }

        private void end() {
            running--;
            startNext();
        }
    }
}
