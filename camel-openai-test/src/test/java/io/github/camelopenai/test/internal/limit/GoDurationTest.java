// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource({
        "PT0S,        0s",
        "PT0.02S,     20ms",
        "PT0.000001S, 1ms",
        "PT0.0200001S, 21ms",
        "PT1S,        1s",
        "PT8.64S,     8.64s",
        "PT6M,        6m0s",
        "PT21M36.001S, 21m36.001s",
        "PT1H2M3S,    1h2m3s",
        "PT24H,       24h0m0s"
    })
    void writesAsTheApiDoes(Duration duration, String text) {
        assertThat(GoDuration.of(duration)).isEqualTo(text);
    }

    @ParameterizedTest(name = "who must wait {0} is told {1} s")
    @CsvSource({"PT0S, 1", "PT0.3S, 1", "PT1S, 1", "PT1.001S, 2", "PT20S, 20"})
    void roundsRetryAfterUpToASecondAtLeast(Duration wait, long seconds) {
        assertThat(GoDuration.retryAfterSeconds(wait)).isEqualTo(seconds);
    }
}
