// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.openaijava;

import com.openai.core.Sleeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sleeps in virtual time for openai-java, which asks it for every wait between two attempts. Thread-safe. */
final class ScaledSleeper implements Sleeper {
    /*
     * A sleeper is not told whether a wait is the client's own backoff or the server's advice, and the client cuts both
     * off at eight seconds. So the server must announce its waits undivided, and every one of them is divided here: waits
     * that come divided already would slip under the eight seconds that cut them off in real life.
     */
    private final double scale;

    ScaledSleeper(double scale) {
        this.scale = scale;
    }

    @Override
    public void sleep(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(realNanos(duration));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two attempts", e);
        }
    }

    @Override
    public CompletableFuture<Void> sleepAsync(Duration duration) {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(realNanos(duration), TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {}

    private long realNanos(Duration duration) {
        return (long) (duration.toNanos() / scale);
    }
}
