// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.benchmarks.quota.client.QuotaClient;
import io.github.camelopenai.benchmarks.quota.report.Course;
import io.github.camelopenai.benchmarks.quota.server.VirtualClock;
import io.github.camelopenai.benchmarks.quota.work.Job;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RunTest {
    private static final double CUT_OFF_SECONDS = 1_000;

    private final List<Job> jobs = List.of(job(0, 0), job(1, 0), job(2, 0));

    @Test
    void handsOverAgainWhatTheClientGaveUp() throws Exception {
        Set<Integer> refused = new HashSet<>();
        Course course = course(1, jobs, job -> {
            boolean first = job.id() > 0 && refused.add(job.id());
            return first
                    ? CompletableFuture.failedFuture(new IOException("given up"))
                    : CompletableFuture.completedFuture(null);
        });

        assertThat(course.lostInFirstRound()).isEqualTo(2);
        assertThat(course.rounds()).isEqualTo(2);
        assertThat(course.unanswered()).isZero();
    }

    @Test
    void givesUpAClientThatGivesUpEveryTime() throws Exception {
        Course course = course(1, jobs, job -> {
            throw new IllegalStateException("never");
        });

        assertThat(course.rounds()).isEqualTo(20);
        assertThat(course.unanswered()).isEqualTo(3);
    }

    @Test
    void cutsOffAClientThatHangs() throws Exception {
        Course course = course(
                1_000,
                jobs,
                job -> job.id() == 1 ? new CompletableFuture<>() : CompletableFuture.completedFuture(null));

        assertThat(course.unanswered()).isEqualTo(1);
        assertThat(course.rounds()).isEqualTo(1);
        assertThat(course.seconds()).isGreaterThanOrEqualTo(CUT_OFF_SECONDS);
    }

    @Test
    void sendsAJobWhenItArrives() throws Exception {
        VirtualClock clock = new VirtualClock(100);
        long[] sentAt = new long[1];

        course(clock, List.of(job(0, 10_000)), job -> {
            sentAt[0] = clock.nowNanos();
            return CompletableFuture.completedFuture(null);
        });

        assertThat(sentAt[0]).isGreaterThanOrEqualTo(10_000_000_000L);
    }

    private static Course course(double scale, List<Job> jobs, Sender sender) throws Exception {
        return course(new VirtualClock(scale), jobs, sender);
    }

    private static Course course(VirtualClock clock, List<Job> jobs, Sender sender) throws Exception {
        try (Run run = new Run(clock, CUT_OFF_SECONDS)) {
            clock.start();
            return run.send(jobs, sender);
        }
    }

    private static Job job(int id, long notBeforeMillis) {
        return new Job(id, "default", 10, 1, 10, 1, notBeforeMillis);
    }

    /** A client without anything to close. */
    private interface Sender extends QuotaClient {
        @Override
        default void close() {}
    }
}
