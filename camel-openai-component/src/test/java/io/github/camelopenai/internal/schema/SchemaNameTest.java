// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that the API takes. */
class SchemaNameTest {

    @ParameterizedTest
    @CsvSource({
        "Weather, Weather",
        "weather-2_b, weather-2_b",
        "Weather of Wien, Weather_of_Wien",
        "Ödön, d_n",
        "'', answer",
        "天气, answer",
        "$1, 1"
    })
    void holdLettersDigitsAndTwoSigns(String wanted, String name) {
        assertThat(SchemaName.of(wanted)).isEqualTo(name);
    }

    @Test
    void areCutAtSixtyFour() {
        assertThat(SchemaName.of("x".repeat(70))).hasSize(64);
    }
}
