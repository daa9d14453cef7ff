// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.test.Endpoint;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.WithOpenAiSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same route in Java and in YAML. */
@WithOpenAiSimulator
class ChatExampleTest {

    private static final String QUESTION = "Why does a camel have a hump?";

    private OpenAiSimulator openAi;

    enum Dsl {
        JAVA,
        YAML
    }

    @ParameterizedTest
    @EnumSource
    void answersWithTheNumberOfTokens(Dsl dsl) {
        openAi.chat().when("hump").answer("It stores fat.");

        try (ExampleContext example = start(dsl)) {
            assertThat(example.ask("direct:ask", QUESTION, String.class)).matches("It stores fat\\. \\[\\d+ tokens]");
        }
    }

    @Test
    void sendsTheSameRequestFromYamlAsFromJava() {
        for (Dsl dsl : Dsl.values()) {
            try (ExampleContext example = start(dsl)) {
                example.ask("direct:ask", QUESTION, String.class);
            }
        }

        assertThat(openAi.requests(Endpoint.CHAT)).hasSize(2);
        assertThat(openAi.requests().get(0).json())
                .isEqualTo(openAi.requests().get(1).json());
    }

    private ExampleContext start(Dsl dsl) {
        OpenAiAccess access = OpenAiAccess.to(openAi, "tier1");
        return dsl == Dsl.JAVA
                ? ExampleContext.start(new ChatExample(), access)
                : ExampleContext.start("classpath:routes/chat.yaml", access);
    }
}
