// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasurementTest {
    private final Measurement round = new Measurement(10, 25_000, 40_960, 7, 1, 1_500);

    @Test
    void dividesByTheNumberOfCalls() {
        assertThat(round.cpuMicros()).isEqualTo(2.5);
        assertThat(round.allocatedKib()).isEqualTo(4);
    }

    @Test
    void tellsNoFirstPieceWhereNothingIsStreamed() {
        assertThat(round.firstMicros()).isEqualTo(1.5);
        assertThat(new Measurement(10, 25_000, 40_960, 7, 1, 0).firstMicros()).isNaN();
    }

    @Test
    void survivesTheWayBetweenProcesses() {
        assertThat(Measurement.parse(round.toLine())).isEqualTo(round);
    }
}
