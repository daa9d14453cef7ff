// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.test.OpenAiSimulator;
import java.io.InputStream;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The main path of each endpoint, called without a route. */
class FiveEndpointsTest {

    private final OpenAiSimulator openAi = OpenAiSimulator.start();
    private final CamelContext camel = new DefaultCamelContext();
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        OpenAiComponent component = camel.getComponent("openai", OpenAiComponent.class);
        component.getConfiguration().setBaseUrl(openAi.baseUrl());
        component.getConfiguration().setApiKey(openAi.apiKey());
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        openAi.close();
    }

    @Test
    void chatAnswersAText() {
        openAi.chat().when("capital of France").answer("Paris");

        Exchange answer = template.request(
                "openai:chat?model=gpt-4o-mini", e -> e.getMessage().setBody("The capital of France?"));

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody()).isEqualTo("Paris");
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.FINISH_REASON)).isEqualTo("stop");
        System.out.println(answer.getMessage().getHeaders());
    }

    @Test
    void embedGivesAVector() {
        assertThat(template.requestBody("openai:embed", "hello", float[].class)).hasSize(3072);
        assertThat(template.requestBody("openai:embed", List.of("hello", "world"), List.class))
                .hasSize(2);
    }

    @Test
    void imageGivesBytes() {
        byte[] png = template.requestBody("openai:image", "a cat", byte[].class);

        assertThat(OpenAiSimulator.promptOf(png)).hasValue("a cat");
    }

    @Test
    void speechCanBeTranscribed() {
        byte[] wav = template.requestBody("openai:speech?responseFormat=wav", "hello world", byte[].class);
        InputStream stream = template.requestBody("openai:speech?responseFormat=wav", "hello world", InputStream.class);

        assertThat(wav).hasSizeGreaterThan(10000);
        assertThat(template.requestBody("openai:transcribe", wav, String.class)).isEqualTo("hello world");
    }
}
