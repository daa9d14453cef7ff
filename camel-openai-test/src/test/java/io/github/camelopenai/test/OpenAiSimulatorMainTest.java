// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OpenAiSimulatorMainTest {
    @Test
    void takesTierAndTimeScale() {
        try (OpenAiSimulator openAi = OpenAiSimulatorMain.settings(
                        "--tier", "tier2", "--time-scale", "60", "--port", "0")
                .start()) {
            assertThat(new PlainClient(openAi).chat("a").header("x-ratelimit-limit-requests"))
                    .isEqualTo("5000");
        }
    }

    @Test
    void saysWhatItDoesNotKnow() {
        assertThatThrownBy(() -> OpenAiSimulatorMain.settings("--teir", "free"))
                .hasMessage("unknown argument --teir; there are --port, --tier, --time-scale and --faults");
        assertThatThrownBy(() -> OpenAiSimulatorMain.settings("--tier", "tier9"))
                .hasMessage("unknown tier tier9; there are free, tier1, tier2 and unlimited");
        assertThatThrownBy(() -> OpenAiSimulatorMain.settings("--tier")).hasMessage("a value is missing after --tier");
    }
}
