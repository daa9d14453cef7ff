// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.benchmarks.overhead.client.Measurement;
import io.github.camelopenai.benchmarks.overhead.client.Work;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final Results results = new Results();

    @Test
    void takesTheMiddleOfAnOddAndTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        assertThat(Median.of(9, 1, 2)).isEqualTo(2);
        assertThat(Median.of(9, 1, 2, 4)).isEqualTo(3);
    }

    @Test
    void comparesClientsWithinARoundNotTheirMedians() {
        cpuPerCall("floor", 100, 10, 1);
        cpuPerCall("camel", 120, 20, 1);

        assertThat(results.ratio("camel", "floor", Measurement::cpuMicros)).hasValue(1.2);
    }

    @Test
    void missesATargetOnlyWhenTheFigureIsTooLarge() {
        Target oneAndAHalf = Target.of(Work.CHAT).get(0);
        Target halfOfOpenAiJava = Target.of(Work.CHAT).get(1);

        cpuPerCall("floor", 10);
        cpuPerCall("camel", 16);

        assertThat(oneAndAHalf.verdict(results)).endsWith("at_most=1.5 measured=1.600 FAIL");
        assertThat(oneAndAHalf.isMissedBy(results)).isTrue();
        assertThat(halfOfOpenAiJava.verdict(results)).endsWith("measured=- NOT MEASURED");
        assertThat(halfOfOpenAiJava.isMissedBy(results)).isFalse();
    }

    @Test
    void allowsTheFirstPieceAMillisecondMoreThanTheFloor() {
        Target first = Target.of(Work.STREAM).get(2);

        results.add("floor", new Measurement(1, 1, 1, 1, 0, 400_000));
        results.add("camel", new Measurement(1, 1, 1, 1, 0, 1_300_000));

        assertThat(first.verdict(results)).endsWith("figure=first_ms_beyond_floor at_most=1.0 measured=0.900 PASS");
        assertThat(results.lines("stream", "floor").get(1)).endsWith("first_us=1300");
    }

    private void cpuPerCall(String client, long... micros) {
        for (long each : micros) {
            results.add(client, new Measurement(1, each * 1_000, 1_024, 1, 0, 0));
        }
    }
}
