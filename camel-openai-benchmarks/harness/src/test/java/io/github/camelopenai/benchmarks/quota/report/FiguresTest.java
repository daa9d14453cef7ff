// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.benchmarks.quota.server.ChargeRule;
import io.github.camelopenai.benchmarks.quota.server.Decision.Outcome;
import io.github.camelopenai.benchmarks.quota.server.Journal;
import io.github.camelopenai.benchmarks.quota.server.ServerKind;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import io.github.camelopenai.benchmarks.quota.work.Job;
import io.github.camelopenai.benchmarks.quota.work.Workload;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** By hand: 60 requests and 60,000 tokens a minute; ten jobs of 9,000 tokens each, so the bound is 30 + 1 seconds. */
class FiguresTest {
    private final ServerSetting setting =
            ServerSetting.tierOne(ServerKind.BUCKET, ChargeRule.SETTLE).withLimits(60, 60_000);

    private final List<Job> jobs = IntStream.range(0, 10)
            .mapToObj(i -> new Job(i, i < 5 ? "a" : "b", 8_000, 1_000, 2_000, 1_000, 0))
            .toList();
    private final Workload workload = new Workload("W", jobs, Map.of("a", 0.5, "b", 0.5));

    @Test
    void compareTheRunWithItsBound() {
        Map<String, String> figures =
                figures(new Course(62, 1, 2, 0), entry(0, 3, Outcome.TOKENS_EXHAUSTED), entry(7, 3, Outcome.GRANTED));

        assertThat(figures)
                .containsEntry("E", "0.500")
                .containsEntry("bound_s", "31.0")
                .containsEntry("R429", "10.00")
                .containsEntry("L1", "0.1000")
                .containsEntry("X", "2")
                .containsEntry("Q", "0.405")
                .containsEntry("wait_p99", "7.00")
                .containsEntry("cpu_us", "100")
                .containsEntry("threads", "4");
    }

    @Test
    void countWhatWasOfferedInAnyMinute() {
        Map<String, String> figures = figures(
                new Course(62, 0, 1, 0),
                entry(0, 0, Outcome.GRANTED),
                entry(59, 1, Outcome.GRANTED),
                entry(61, 2, Outcome.TOKENS_EXHAUSTED));

        assertThat(figures).containsEntry("U60", "0.30");
    }

    @Test
    void compareLanesUntilOneOfThemHasBeenServed() {
        Map<String, String> fair = figures(new Course(62, 0, 1, 0), granted(0, 5, 1, 6, 2, 7, 3, 8, 4, 9));
        Map<String, String> unfair = figures(new Course(62, 0, 1, 0), granted(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));

        // five jobs against four: 9 x 9 / 2 / (25 + 16)
        assertThat(fair).containsEntry("J", "0.988");
        assertThat(unfair).containsEntry("J", "0.500");
    }

    private Journal.Entry[] granted(int... ids) {
        return IntStream.range(0, ids.length)
                .mapToObj(i -> entry(i, ids[i], Outcome.GRANTED))
                .toArray(Journal.Entry[]::new);
    }

    private Map<String, String> figures(Course course, Journal.Entry... entries) {
        return Figures.of(workload, setting, List.of(entries), course, new Figures.Cost(1_000_000, 4));
    }

    private Journal.Entry entry(long second, int job, Outcome outcome) {
        return new Journal.Entry(second * 1_000_000_000, jobs.get(job), outcome, 9_000, 0, 0);
    }
}
