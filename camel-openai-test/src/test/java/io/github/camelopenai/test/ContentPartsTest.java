// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.test.internal.api.Json;
import io.github.camelopenai.test.internal.media.JpegImage;
import io.github.camelopenai.test.internal.media.PngImage;
import io.github.camelopenai.test.internal.media.WavFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@WithOpenAiSimulator
class ContentPartsTest {
    private static final String SOME_BYTES = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});

    private OpenAiSimulator openAi;
    private PlainClient client;

    @BeforeEach
    void connect() {
        client = new PlainClient(openAi);
    }

    static Stream<Arguments> images() throws IOException {
        return Stream.of(
                arguments("image/png", plain("png"), "[image/png, 30 x 20 pixels]"),
                arguments("image/jpeg", plain("jpeg"), "[image/jpeg, 30 x 20 pixels]"),
                arguments("image/gif", plain("gif"), "[image/gif, 30 x 20 pixels]"),
                arguments("image/png", plain("jpeg"), "[image/jpeg, 30 x 20 pixels]"),
                arguments("image/png", PngImage.of("a camel", 64, 32), "[image/png, 64 x 32 pixels: a camel]"),
                arguments("image/jpeg", JpegImage.of("a camel", 64, 32), "[image/jpeg, 64 x 32 pixels: a camel]"),
                arguments("image/webp", new byte[] {1, 2, 3}, "[image/webp, 3 bytes]"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("images")
    void tellTheSizeOfAnImage(String mediaType, byte[] image, String told) {
        String answer = ask(image("data:%s;base64,%s"
                        .formatted(mediaType, Base64.getEncoder().encodeToString(image))))
                .content();

        assertThat(answer).isEqualTo("You said: look " + told);
    }

    @Test
    void tellTheAddressOfAnImage() {
        assertThat(ask(image("https://example.com/camel.png")).content())
                .isEqualTo("You said: look [image at https://example.com/camel.png]");
    }

    @Test
    void tellWhatIsSaid() {
        ObjectNode spoken = part("input_audio");
        String data = Base64.getEncoder().encodeToString(WavFile.of("salaam", 1));
        spoken.putObject("input_audio").put("data", data).put("format", "wav");

        assertThat(ask(spoken).content()).isEqualTo("You said: look [wav: salaam]");
    }

    @Test
    void tellTheSizeOfOtherSounds() {
        ObjectNode noise = part("input_audio");
        noise.putObject("input_audio").put("data", SOME_BYTES).put("format", "mp3");

        assertThat(ask(noise).content()).isEqualTo("You said: look [mp3, 3 bytes]");
    }

    @Test
    void tellTheNameOfAFile() {
        ObjectNode file = part("file");
        file.putObject("file").put("filename", "a.pdf").put("file_data", "data:application/pdf;base64," + SOME_BYTES);

        assertThat(ask(file).content()).isEqualTo("You said: look [file a.pdf, application/pdf, 3 bytes]");
    }

    @Test
    void tellTheIdOfAFile() {
        ObjectNode file = part("file");
        file.putObject("file").put("file_id", "file-7");

        assertThat(ask(file).content()).isEqualTo("You said: look [file file-7]");
    }

    @Test
    void mayComeWithoutText() {
        ObjectNode request = Json.object().put("model", "gpt-4o");
        request.putArray("messages")
                .addObject()
                .put("role", "user")
                .putArray("content")
                .add(image("https://example.com/camel.png"));

        assertThat(client.post("/chat/completions", request.toString()).content())
                .isEqualTo("You said: [image at https://example.com/camel.png]");
    }

    @Test
    void cost() {
        long without = ask().json().at("/usage/prompt_tokens").asLong();
        long with = ask(image("https://example.com/camel.png"))
                .json()
                .at("/usage/prompt_tokens")
                .asLong();

        assertThat(with).isEqualTo(without + 85);
    }

    private PlainClient.Answer ask(ObjectNode... parts) {
        ObjectNode request = Json.object().put("model", "gpt-4o");
        var content =
                request.putArray("messages").addObject().put("role", "user").putArray("content");
        content.addObject().put("type", "text").put("text", "look");
        for (ObjectNode part : parts) {
            content.add(part);
        }
        return client.post("/chat/completions", request.toString());
    }

    private static ObjectNode image(String url) {
        ObjectNode image = part("image_url");
        image.putObject("image_url").put("url", url).put("detail", "low");
        return image;
    }

    private static ObjectNode part(String type) {
        return Json.object().put("type", type);
    }

    private static byte[] plain(String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }
}
