// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.github.camelopenai.test.OpenAiSimulator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The main path of each endpoint, called without a route. */
class FiveEndpointsTest extends Scenario {

    @Test
    void chatAnswersAText() {
        openAi.chat().when("capital of France").answer("Paris");

        assertThat(template.requestBody("openai:chat", "The capital of France?"))
                .isEqualTo("Paris");
    }

    @Test
    void embedGivesVectors() {
        assertThat(template.requestBody("openai:embed", "hello", float[].class)).hasSize(3072);
        assertThat(template.requestBody("openai:embed", List.of("hello", "world")))
                .asInstanceOf(LIST)
                .hasSize(2);
    }

    @Test
    void imageGivesAPicture() {
        byte[] png = template.requestBody("openai:image", "a cat", byte[].class);

        assertThat(OpenAiSimulator.promptOf(png)).hasValue("a cat");
    }

    @Test
    void speechCanBeTranscribed() {
        byte[] wav = template.requestBody("openai:speech?responseFormat=wav", "hello world", byte[].class);

        assertThat(template.requestBody("openai:transcribe", wav, String.class)).isEqualTo("hello world");
    }
}
