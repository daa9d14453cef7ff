// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.test.OpenAiSimulator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each work runs, and the counts are right, also where requests fail. */
class SoakRunTest {
    private static final int EXCHANGES = 300;

    @Test
    void answersEachWorkWhereNothingFails() throws Exception {
        try (OpenAiSimulator simulator = OpenAiSimulator.start();
                SoakRun run = new SoakRun(simulator.baseUrl(), simulator.apiKey(), List.of(SoakWork.values()), 1)) {
            simulator.chat().when(SoakWork.TOOL_PROMPT).callTool("weather", "{\"city\":\"Paris\"}");

            run.send(EXCHANGES, Long.MAX_VALUE);

            assertThat(run.tally().line())
                    .isEqualTo(
                            "in=300 replies=300 exceptions=0 lost=0 duplicates=0 attempts=" + simulator.requestCount());
            assertThat(simulator.requestCount()).as("tools ask twice").isGreaterThan(EXCHANGES);
        }
    }

    @Test
    void countsWhatFails() throws Exception {
        // Stalls are shorter than the timeouts here: they are only delays.
        try (OpenAiSimulator simulator =
                        OpenAiSimulator.builder().faults(0.3, 1).timeScale(100).start();
                SoakRun run = new SoakRun(simulator.baseUrl(), simulator.apiKey(), List.of(SoakWork.values()), 1)) {
            run.send(EXCHANGES, Long.MAX_VALUE);

            assertThat(run.tally().line()).startsWith("in=300 ").contains(" lost=0 duplicates=0 ");
            assertThat(run.tally().line()).doesNotContain("exceptions=0 ");
            assertThat(run.tally().kinds()).contains("OpenAiRequestException:400 ");
            assertThat(run.underWay()).isEqualTo("in_flight=0 queued=0 exchanges=0");
        }
    }
}
