// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    @Test
    void mixedLoadHasTheMeansOfItsDefinition() {
        List<Job> jobs = Workload.draw("W1", 100_000, 7).jobs();

        assertThat(mean(jobs, Job::usedTokens)).isCloseTo(643, within(643 * 0.02));
        assertThat(mean(jobs, Job::reservedTokens)).isCloseTo(1_504, within(1_504 * 0.02));
        assertThat(mean(jobs, Job::latencyMillis)).isCloseTo(2_100, within(2_100 * 0.03));
    }

    @Test
    void sameSeedDrawsTheSameJobs() {
        assertThat(Workload.draw("W1", 100, 7)).isEqualTo(Workload.draw("W1", 100, 7));
        assertThat(Workload.draw("W1", 100, 7)).isNotEqualTo(Workload.draw("W1", 100, 8));
    }

    @Test
    void everyJobStandsAtThePlaceThatIsItsIdAndKeepsItsLimits() {
        for (String label : List.of("W1", "W2", "W3", "W4", "W5", "W6")) {
            List<Job> jobs = Workload.draw(label, 0, 9).jobs();

            for (int i = 0; i < jobs.size(); i++) {
                assertThat(jobs.get(i).id()).isEqualTo(i);
                assertThat(jobs.get(i).outputTokens()).isBetween(1L, jobs.get(i).maxTokens());
                assertThat(jobs.get(i).reservedTokens()).isLessThan(33_333);
            }
        }
    }

    @Test
    void longOutputsHaveTheMeansOfTheirDefinition() {
        List<Job> jobs = Workload.draw("W5", 20_000, 7).jobs();

        assertThat(mean(jobs, Job::outputTokens)).isCloseTo(2_000, within(2_000 * 0.05));
        assertThat(mean(jobs, Job::latencyMillis)).isCloseTo(60_000, within(60_000 * 0.02));
    }

    @Test
    void promptNamesTheJobAndIsFourBytesLongForEachToken() {
        String prompt = new Job(123, "default", 50, 1, 1, 1, 0).prompt();

        assertThat(prompt).startsWith("job 123 ").hasSize(200);
    }

    @Test
    void clientsAreToldTheWeightsOfTheLanes() {
        assertThat(Workload.draw("W4", 0, 7).lanes()).isEqualTo("backlog:0.4,interactive:0.2,mixed:0.4");
    }

    private static double mean(List<Job> jobs, ToLongFunction<Job> number) {
        return jobs.stream().mapToLong(number).average().orElseThrow();
    }
}
