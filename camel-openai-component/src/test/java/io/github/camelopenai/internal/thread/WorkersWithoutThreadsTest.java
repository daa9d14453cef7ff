// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is handed over where the system gives no thread: it is not lost, and the timer is not held. */
@Timeout(20)
class WorkersWithoutThreadsTest {

    private static final Duration LOOK = Duration.ofMillis(1);

    private volatile boolean exhausted;
    private final ManualTimer timer = new ManualTimer(new ManualTicker());
    private final ExecutorService pool =
            new ThreadPoolExecutor(0, 10, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                if (exhausted) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                return new Thread(work);
            });
    private final Workers workers = new Workers(pool, timer);

    @AfterEach
    void stop() throws InterruptedException {
        pool.shutdownNow();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatMustEndIsDoneByWhoeverBringsIt() {
        CompletableFuture<Thread> done = new CompletableFuture<>();
        exhausted = true;

        workers.others().execute(() -> done.complete(Thread.currentThread()));

        assertThat(done).isCompletedWithValue(Thread.currentThread());
    }

    @Test
    void whatMayTakeLongIsRefused() {
        exhausted = true;

        assertThatThrownBy(() -> workers.afterwards().execute(() -> {})).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void whatAWorkerKeepsStaysWithItUntilThereIsAThread() throws Exception {
        CountDownLatch handed = new CountDownLatch(1);
        CompletableFuture<Thread> kept = new CompletableFuture<>();
        workers.execute(() -> {
            workers.afterwards().execute(() -> kept.complete(Thread.currentThread()));
            handed.countDown();
            kept.join(); // what a step does that calls and waits
        });
        handed.await();
        exhausted = true;

        timer.advance(LOOK.multipliedBy(10));
        assertThat(kept).isNotDone();
        exhausted = false;
        timer.advance(LOOK.multipliedBy(3));

        assertThat(kept).succeedsWithin(Duration.ofSeconds(10)).isNotSameAs(Thread.currentThread());
    }
}
