// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.openaijava;

import io.github.camelopenai.benchmarks.quota.client.QuotaClient;
import io.github.camelopenai.benchmarks.quota.work.Job;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes any number of jobs and makes the blocking calls on a pool of threads. Thread-safe. */
final class PooledClient implements QuotaClient {
    private static final int THREADS = 64;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final BlockingCalls calls;

    PooledClient(BlockingCalls calls) {
        this.calls = calls;
    }

    @Override
    public CompletableFuture<Void> send(Job job) {
        return CompletableFuture.runAsync(() -> call(job), threads);
    }

    @Override
    public void close() throws Exception {
        threads.shutdownNow();
        calls.close();
    }

    private void call(Job job) {
        try {
            calls.call(job);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
