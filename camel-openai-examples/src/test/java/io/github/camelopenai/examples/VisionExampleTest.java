// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.WithOpenAiSimulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A picture that the model is asked about. */
@WithOpenAiSimulator
class VisionExampleTest {

    private OpenAiSimulator openAi;

    @Test
    void asksAboutAPicture() throws IOException {
        openAi.chat().when("Describe this").answer("The sun sets behind the sea.");
        byte[] picture = VisionExample.sunset();

        assertThat(ask(picture)).isEqualTo("The sun sets behind the sea.");

        JsonNode image = openAi.requests().get(0).json().at("/messages/0/content/1/image_url");
        assertThat(image.path("detail").asText()).isEqualTo("low");
        String base64 = image.path("url").asText().replaceFirst("data:image/png;base64,", "");
        assertThat(Base64.getDecoder().decode(base64)).isEqualTo(picture);
        assertThat(ImageIO.read(new ByteArrayInputStream(picture)).getWidth()).isEqualTo(320);
    }

    private String ask(Object picture) {
        OpenAiAccess access = OpenAiAccess.to(openAi, "tier1");
        try (ExampleContext example = ExampleContext.start(new VisionExample(), access)) {
            return example.ask("direct:look", picture, String.class);
        }
    }
}
