// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many threads, and many waiters, at one throttle. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThrottleThreadsTest {

    private static final int THREADS = 8;
    private static final int CALLS = 500;
    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), WhenFull.FAIL);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        clock.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    void eachCallEndsOnceAndNoneIsLost() throws Exception {
        // Less may leave at once than what all calls need, so the last of them wait for the refill.
        Throttle throttle = new Throttle(
                "key",
                Limits.perMinute(10_000_000, 600_000_000),
                new QueuePolicy(4, Integer.MAX_VALUE),
                Ticker.system(),
                Timer.on(clock),
                new InTurn());
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(THREADS * CALLS);
        AtomicInteger twice = new AtomicInteger();
        List<Future<?>> callers = new ArrayList<>();

        for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(thread);
            callers.add(threads.submit(() -> {
                begin.await();
                for (int call = 0; call < CALLS; call++) {
                    callOnce(throttle, random.nextInt(10), ended, twice);
                }
                return null;
            }));
        }
        begin.countDown();

        for (Future<?> caller : callers) {
            caller.get(30, TimeUnit.SECONDS);
        }
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(twice).hasValue(0);
        awaitIdle(throttle);
    }

    /** The clock stands still: what may leave at once is all that there is. */
    @ParameterizedTest(name = "{0} tokens each: {1} leave")
    @CsvSource({"110, 8", "90, 10", "1, 10"})
    void requestsAndTokensAreTakenTogether(long tokens, int expected) throws Exception {
        ManualTicker ticker = new ManualTicker();
        Throttle throttle = new Throttle(
                "key",
                Limits.perMinute(600, 6_000),
                new QueuePolicy(1_000, 10_000),
                ticker,
                new ManualTimer(ticker),
                new InTurn());
        CountDownLatch begin = new CountDownLatch(1);
        AtomicInteger granted = new AtomicInteger();
        List<Future<?>> callers = new ArrayList<>();

        for (int thread = 0; thread < THREADS; thread++) {
            callers.add(threads.submit(() -> {
                begin.await();
                for (int call = 0; call < 50; call++) {
                    throttle.acquire(Cost.ofTokens(tokens), Lane.DEFAULT, PATIENT)
                            .thenRun(granted::incrementAndGet);
                }
                return null;
            }));
        }
        begin.countDown();
        for (Future<?> caller : callers) {
            caller.get(30, TimeUnit.SECONDS);
        }

        assertThat(granted).hasValue(expected);
        assertThat(throttle.snapshot().inFlight()).isEqualTo(expected);
        assertThat(throttle.snapshot().queued()).isEqualTo(THREADS * 50 - expected);
        assertThat(throttle.snapshot().tokensLeft()).hasValue(6_000 - expected * tokens);
    }

    private static void callOnce(Throttle throttle, int kind, CountDownLatch ended, AtomicInteger twice) {
        AtomicInteger ends = new AtomicInteger();
        CompletableFuture<Permit> permit = throttle.acquire(Cost.ofTokens(12_000), Lane.DEFAULT, PATIENT);
        permit.whenCompleteAsync((granted, failure) -> {
            if (ends.incrementAndGet() > 1) {
                twice.incrementAndGet();
            }
            if (granted != null && kind < 2) {
                granted.refund();
            } else if (granted != null) {
                granted.settle(Used.ofTokens(12_000), ServerView.NONE);
            }
            ended.countDown();
        });
        if (kind == 9) {
            permit.cancel(true);
        }
    }

    /** A permit that was cancelled on its way comes back a moment later, on the thread that delivered it. */
    private static void awaitIdle(Throttle throttle) {
        while (throttle.snapshot().inFlight() > 0 || throttle.snapshot().queued() > 0) {
            Thread.onSpinWait(); // ended by the time limit of the test
        }
    }

    @Test
    void tenThousandWaitersThatEndAtOnceDoNotNest() {
        ManualTicker ticker = new ManualTicker();
        Throttle throttle = new Throttle(
                "key", Limits.NONE, new QueuePolicy(1, 10_000), ticker, new ManualTimer(ticker), new InTurn());
        Permit first =
                throttle.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT).join();
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int waiter = 0; waiter < 10_000; waiter++) {
            ends.add(throttle.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT)
                    .thenAccept(permit -> permit.settle(Used.UNKNOWN, ServerView.NONE)));
        }

        first.settle(Used.UNKNOWN, ServerView.NONE);

        assertThat(ends).allMatch(end -> end.isDone() && !end.isCompletedExceptionally());
        assertThat(throttle.snapshot().inFlight()).isZero();
    }
}
