// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.jmh;

import io.github.camelopenai.internal.quota.Throttle;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Takes a permit and settles it, with both limits known and nobody waiting. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AcquireBenchmark {
    private static final Cost COST = new Cost(200, 100, true, 0);
    private static final Used USED = new Used(250, 200);
    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(1), WhenFull.FAIL);

    private final Throttle throttle = new Throttle(
            "benchmark",
            Limits.perMinute(1_000_000_000_000L, 1_000_000_000_000_000L),
            new QueuePolicy(256, 10_000),
            Ticker.system(),
            (task, delay) -> () -> {},
            Runnable::run);

    /** One thread. */
    @Benchmark
    @Threads(1)
    public void alone() {
        call();
    }

    /** Two threads at one throttle. */
    @Benchmark
    @Threads(2)
    public void twoThreads() {
        call();
    }

    private void call() {
        Permit permit = throttle.acquire(COST, Lane.DEFAULT, PATIENCE).join();
        permit.settle(USED, ServerView.NONE);
    }
}
