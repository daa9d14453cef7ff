// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "20000000, 20ms",
        "8640000000, 8.64s",
        "12000000000, 12s",
        "55212000001, 55.213s",
        "360000000000, 6m0s",
        "252172000000, 4m12.172s",
        "83909000000000, 23h18m29s"
    })
    void isWrittenAsTheServerDoes(long nanos, String text) {
        assertThat(GoDuration.format(nanos)).isEqualTo(text);
    }
}
