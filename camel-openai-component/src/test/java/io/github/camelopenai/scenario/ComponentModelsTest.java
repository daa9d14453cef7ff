// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.test.ReceivedRequest;
import java.util.Map;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which model of the component each operation gets. */
class ComponentModelsTest extends Scenario {

    @ParameterizedTest(name = "model={0}")
    @CsvSource({
        "gpt-4o, gpt-4o, gpt-image-2, whisper-1, gpt-4o-mini-tts, text-embedding-3-large",
        "gpt-4o-2024-08-06, gpt-4o-2024-08-06, gpt-image-2, whisper-1, gpt-4o-mini-tts, text-embedding-3-large",
        "gpt-5.6-sol, gpt-5.6-sol, gpt-image-2, whisper-1, gpt-4o-mini-tts, text-embedding-3-large",
        "ft:gpt-4o:acme::1, ft:gpt-4o:acme::1, gpt-image-2, whisper-1, gpt-4o-mini-tts, text-embedding-3-large",
        "text-embedding-3-small, text-embedding-3-small, gpt-image-2, whisper-1, gpt-4o-mini-tts, text-embedding-3-small",
        "gpt-image-2.6-flare, gpt-image-2.6-flare, gpt-image-2.6-flare, whisper-1, gpt-4o-mini-tts, text-embedding-3-large",
        "llama3, llama3, llama3, llama3, llama3, llama3"
    })
    void theModelForAllIsThatOfChatAndOfThoseItMayBeFor(
            String model, String chat, String image, String transcribe, String speech, String embed) {
        component.getConfiguration().setModel(model);

        assertThat(modelSentBy("chat")).isEqualTo(chat);
        assertThat(modelSentBy("image")).isEqualTo(image);
        assertThat(modelSentBy("transcribe")).isEqualTo(transcribe);
        assertThat(modelSentBy("speech")).isEqualTo(speech);
        assertThat(modelSentBy("embed")).isEqualTo(embed);
    }

    @Test
    void eachOperationHasAModelOfItsOwn() {
        Map<String, Object> properties = Map.of(
                "model", "llama3",
                "chat-model", "m-chat",
                "image-model", "m-image",
                "transcribe-model", "m-transcribe",
                "speech-model", "m-speech",
                "embed-model", "m-embed");
        PropertyBindingSupport.build()
                .withCamelContext(camel)
                .withTarget(component)
                .withProperties(new java.util.LinkedHashMap<>(properties))
                .withConfigurer(component.getComponentPropertyConfigurer())
                .withIgnoreCase(true)
                .withMandatory(true)
                .bind();

        for (String operation : new String[] {"chat", "image", "transcribe", "speech", "embed"}) {
            assertThat(modelSentBy(operation)).isEqualTo("m-" + operation);
        }
    }

    @Test
    void endpointAndHeaderWinWhateverTheCatalogKnows() {
        component.getConfiguration().setModel("gpt-4o");
        component.setEmbedModel("m-embed");

        assertThat(modelSentBy("embed?model=gpt-4o-mini")).isEqualTo("gpt-4o-mini");
        bodyOf(call("openai:embed", "Hello", Map.of(OpenAiHeaders.MODEL, "gpt-4o")));
        assertThat(model(openAi.requests().get(1))).isEqualTo("gpt-4o");
    }

    private String modelSentBy(String uri) {
        int before = openAi.requests().size();
        // The simulator knows the form of images by OpenAI's models only; what was sent is what counts.
        call("openai:" + uri, uri.startsWith("transcribe") ? "ID3 hello".getBytes() : "Hello");
        return model(openAi.requests().get(before));
    }

    private static String model(ReceivedRequest request) {
        return request.part("model")
                .flatMap(part -> part.text())
                .orElseGet(() -> request.json().path("model").asText());
    }
}
