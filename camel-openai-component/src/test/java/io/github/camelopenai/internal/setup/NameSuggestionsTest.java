// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameSuggestionsTest {

    private static final List<String> NAMES = List.of(
            "model",
            "lane",
            "user",
            "userMessage",
            "temperature",
            "topP",
            "n",
            "maxTokens",
            "maxQueued",
            "name",
            "description",
            "tags",
            "required",
            "requestTimeout",
            "seed",
            "stop",
            "size");

    @ParameterizedTest
    @CsvSource({
        "desc, description",
        "chatModel, model",
        "Model, model",
        "max_tokens, maxTokens",
        "maxtokens, maxTokens",
        "max-queued, maxQueued",
        "temprature, temperature",
        "tempreature, temperature",
        "temp, temperature",
        "nam, name",
        "users, user",
        "userMessages, userMessage",
        "topK, topP",
        "timeout, requestTimeout",
        "maxTokensPerAnswer, maxTokens"
    })
    void findsWhatWasMeant(String written, String meant) {
        assertThat(NameSuggestions.to(written, NAMES, 3)).startsWith(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"voice", "x", "", "whatever", "instructions", "apiKey", "ne"})
    void findsNothingWhereNothingIsNear(String written) {
        assertThat(NameSuggestions.to(written, NAMES, 3)).isEmpty();
    }

    @Test
    void givesNoMoreThanAsked() {
        assertThat(NameSuggestions.to("use", List.of("user", "users", "used"), 2))
                .hasSize(2);
    }
}
