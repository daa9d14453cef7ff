// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers without accounts take any key. One such as none or ollama does not make messages unreadable. */
class ShortKeysTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "k | keep it: k must be below 5, ok",
                "none | none of the models is loaded",
                "ollama | ollama: model 'llama3' not found, try pulling it first",
                "sk | the task asked for is unknown",
                "secret7 | tool secret7 is unknown",
                "lm-studio | lm-studios are many",
                "password | passwords are not taken"
            })
    void doNotChangeWords(String key, String message) {
        assertThat(new Redaction(key).apply(message, null)).isEqualTo(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "abc | Incorrect API key provided: abc. | Incorrect API key provided: (key).",
                "none | invalid key 'none' | invalid key '(key)'",
                "secret7 | Bearer secret7 is refused | Bearer (key) is refused",
                "k | token=k | token=(key)",
                "lm-studio | lm-studio is wrong | (key) is wrong",
                "pa$$word | (pa$$word) is wrong | ((key)) is wrong",
                "0123456789abcdef | x0123456789abcdefx | x(key)x"
            })
    void areMaskedWhereTheyStandForAKey(String key, String message, String masked) {
        assertThat(new Redaction(key).apply(message, null)).isEqualTo(masked);
    }

    @Test
    void wordsOfHeadersAreMaskedAsWords() {
        Redaction redaction = new Redaction(null, List.of("engineer blue", "Basic-c2VjcmV0OmhlYWRlcg"));

        assertThat(redaction.apply("engineering, engineer, blue, xBasic-c2VjcmV0OmhlYWRlcgx", null))
                .isEqualTo("engineering, (header), blue, x(header)x");
    }
}
