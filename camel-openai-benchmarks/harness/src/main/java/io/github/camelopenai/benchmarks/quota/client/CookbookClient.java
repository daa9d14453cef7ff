// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.client;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The algorithm of the OpenAI cookbook's script for parallel requests. */
final class CookbookClient implements QuotaClient {
    /*
     * 1. One loop, one request at its head: it waits there until both capacities cover it. Retries go before new ones.
     * 2. Both capacities start full, are refilled continuously up to a minute's worth, and pay prompt plus max_tokens.
     *    Nothing is given back.
     * 3. A request has five attempts. A failed one is queued again at once.
     * 4. The loop pauses for fifteen seconds after an error with the code "429". The API's code is another one, so that
     *    never happens; it is kept as it is.
     */
    private static final int ATTEMPTS = 5;
    private static final String RATE_LIMIT_CODE = "429";
    private static final double PAUSE_SECONDS = 15;
    private static final double LOOP_SECONDS = 0.001;
    /** The least that a thread can reasonably sleep. */
    private static final long SHORTEST_SLEEP_NANOS = 200_000;

    private final ChatCalls calls;
    private final double scale;
    private final double requestsPerMinute;
    private final double tokensPerMinute;
    private final Queue<Entry> fresh = new ConcurrentLinkedQueue<>();
    private final Queue<Entry> retries = new ConcurrentLinkedQueue<>();
    private final Thread loop = new Thread(this::loop, "cookbook");
    private volatile double pausedUntil;
    private volatile boolean closed;
    private double requestCapacity;
    private double tokenCapacity;

    /**
     * Opens the client.
     *
     * @param share the part of the limits that it is told
     */
    CookbookClient(Setting setting, double share) {
        calls = new ChatCalls(setting);
        scale = setting.scale();
        requestsPerMinute = share * setting.requestsPerMinute();
        tokensPerMinute = share * setting.tokensPerMinute();
        requestCapacity = requestsPerMinute;
        tokenCapacity = tokensPerMinute;
        loop.setDaemon(true);
        loop.start();
    }

    @Override
    public CompletableFuture<Void> send(Job job) {
        Entry entry = new Entry(job);
        fresh.add(entry);
        LockSupport.unpark(loop);
        return entry.result;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(loop);
        calls.close();
    }

    private void loop() {
        ArrayDeque<Entry> head = new ArrayDeque<>(1);
        double updated = now();
        while (!closed) {
            if (head.isEmpty()) {
                Entry next = retries.isEmpty() ? fresh.poll() : retries.poll();
                if (next != null) {
                    head.add(next);
                }
            }
            double now = now();
            refill((now - updated) / 60);
            updated = now;
            if (!head.isEmpty() && takes(head.peek().cost())) {
                call(head.remove());
            }
            sleep(LOOP_SECONDS);
            if (now() < pausedUntil) {
                sleep(pausedUntil - now());
            }
        }
    }

    private void refill(double minutes) {
        requestCapacity = Math.min(requestsPerMinute, requestCapacity + requestsPerMinute * minutes);
        tokenCapacity = Math.min(tokensPerMinute, tokenCapacity + tokensPerMinute * minutes);
    }

    private boolean takes(double cost) {
        if (requestCapacity < 1 || tokenCapacity < cost) {
            return false;
        }
        requestCapacity--;
        tokenCapacity -= cost;
        return true;
    }

    private void call(Entry entry) {
        entry.attemptsLeft--;
        calls.call(entry.job).whenComplete((answer, failure) -> {
            if (failure == null && answer.good()) {
                entry.result.complete(null);
                return;
            }
            if (failure == null && answer.errorCode().equals(RATE_LIMIT_CODE)) {
                pausedUntil = now() + PAUSE_SECONDS;
            }
            if (entry.attemptsLeft > 0) {
                retries.add(entry);
            } else {
                entry.result.completeExceptionally(new IOException("failed after all attempts"));
            }
        });
    }

    /** Virtual seconds. */
    private double now() {
        return System.nanoTime() / 1e9 * scale;
    }

    private void sleep(double virtualSeconds) {
        long nanos = (long) (virtualSeconds * TimeUnit.SECONDS.toNanos(1) / scale);
        LockSupport.parkNanos(Math.max(SHORTEST_SLEEP_NANOS, nanos));
    }

    /** A request on its way through the loop. Only ever in one place, so its count needs no lock. */
    private static final class Entry {
        private final Job job;
        private final CompletableFuture<Void> result = new CompletableFuture<>();
        private int attemptsLeft = ATTEMPTS;

        Entry(Job job) {
            this.job = job;
        }

        double cost() {
            return job.reservedTokens();
        }
    }
}
