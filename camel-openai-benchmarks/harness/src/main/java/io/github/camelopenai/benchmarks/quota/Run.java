// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota;

import io.github.camelopenai.benchmarks.quota.client.QuotaClient;
import io.github.camelopenai.benchmarks.quota.report.Course;
import io.github.camelopenai.benchmarks.quota.server.VirtualClock;
import io.github.camelopenai.benchmarks.quota.work.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands all jobs to a client until each has been answered, in rounds: a job that the client gave up comes again. */
final class Run implements AutoCloseable {
    private static final int MOST_ROUNDS = 20;

    private final VirtualClock clock;
    private final long cutOffNanos;
    private final ScheduledExecutorService arrivals = Executors.newSingleThreadScheduledExecutor(Run::arrivalsThread);

    /** The run's own thread starts here, so that it does not count as the client's. */
    Run(VirtualClock clock, double cutOffSeconds) throws ExecutionException, InterruptedException {
        this.clock = clock;
        cutOffNanos = (long) (cutOffSeconds * 1e9);
        arrivals.submit(() -> {}).get();
    }

    /** Runs to the end or to the cut-off. */
    Course send(List<Job> jobs, QuotaClient client) throws InterruptedException {
        int rounds = 0;
        int lostInFirstRound = 0;
        long[] answeredAt = new long[jobs.size()];
        List<Job> open = jobs;
        while (!open.isEmpty() && rounds < MOST_ROUNDS && !late()) {
            rounds++;
            List<Job> lost = round(open, client, answeredAt);
            lostInFirstRound = rounds == 1 ? lost.size() : lostInFirstRound;
            open = lost;
        }
        long end = open.isEmpty() ? latest(answeredAt) : clock.nowNanos();
        return new Course(end / 1e9, lostInFirstRound, rounds, open.size());
    }

    @Override
    public void close() {
        arrivals.shutdownNow();
    }

    /** Sends each of these jobs once and returns those that were not answered. */
    private List<Job> round(List<Job> jobs, QuotaClient client, long[] answeredAt) throws InterruptedException {
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (Job job : jobs) {
            calls.add(whenItArrives(job, client).thenRun(() -> answeredAt[job.id()] = clock.nowNanos()));
        }
        try {
            CompletableFuture.allOf(calls.toArray(new CompletableFuture<?>[0]))
                    .get(clock.realNanosUntil(cutOffNanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Some were given up, or nobody waits any longer: each is asked below.
        }
        List<Job> lost = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            if (!calls.get(i).isDone() || calls.get(i).isCompletedExceptionally()) {
                lost.add(jobs.get(i));
            }
        }
        return lost;
    }

    private CompletableFuture<Void> whenItArrives(Job job, QuotaClient client) {
        long wait = clock.realNanosUntil(job.notBeforeMillis() * 1_000_000);
        if (wait <= 0 || job.notBeforeMillis() == 0) {
            return send(job, client);
        }
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        arrivals.schedule(() -> arrived.complete(null), wait, TimeUnit.NANOSECONDS);
        return arrived.thenCompose(nothing -> send(job, client));
    }

    private static CompletableFuture<Void> send(Job job, QuotaClient client) {
        try {
            return client.send(job);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean late() {
        return clock.nowNanos() >= cutOffNanos;
    }

    private static long latest(long... times) {
        long latest = 0;
        for (long time : times) {
            latest = Math.max(latest, time);
        }
        return latest;
    }

    private static Thread arrivalsThread(Runnable task) {
        Thread thread = new Thread(task, "quota-arrivals");
        thread.setDaemon(true);
        return thread;
    }
}
