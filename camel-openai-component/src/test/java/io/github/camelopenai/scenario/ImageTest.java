// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.Reply;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A prompt in, pictures out. */
class ImageTest extends Scenario {

    @Test
    void aPictureIsAStreamThatConvertsToBytes() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:draw")
                        .to("openai:image?size=64x64")
                        .process(e -> assertThat(e.getMessage().getBody())
                                .isInstanceOf(StreamCache.class)
                                .isInstanceOf(InputStream.class))
                        .convertBodyTo(byte[].class);
            }
        });

        Exchange exchange = call("direct:draw", "a cat");

        assertThat(OpenAiSimulator.promptOf((byte[]) bodyOf(exchange))).hasValue("a cat");
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(Exchange.CONTENT_TYPE, "image/png")
                .containsEntry(OpenAiHeaders.FILE_EXTENSION, "png")
                .containsEntry(OpenAiHeaders.IMAGE_COUNT, 1)
                .containsEntry(OpenAiHeaders.PROMPT_TOKENS, 2L)
                .containsEntry(OpenAiHeaders.COMPLETION_TOKENS, 4L)
                .doesNotContainKeys(Exchange.FILE_NAME, OpenAiHeaders.REVISED_PROMPT, OpenAiHeaders.RESPONSE_MODEL);
    }

    @Test
    void aPictureCanBeReadTwiceWithinARoute() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:draw")
                        .to("openai:image?size=64x64")
                        .process(e -> e.setProperty("first", e.getMessage().getBody(byte[].class)))
                        .convertBodyTo(byte[].class);
            }
        });

        Exchange exchange = call("direct:draw", "a cat");

        assertThat(bodyOf(exchange)).isEqualTo(exchange.getProperty("first"));
    }

    @Test
    void aPictureIsWrittenByTheFileEndpoint(@TempDir Path folder) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:draw")
                        .to("openai:image?size=64x64&outputFormat=jpeg")
                        .to("file:" + folder + "?fileName=cat.${header.CamelOpenAIFileExtension}");
            }
        });

        bodyOf(call("direct:draw", "a cat"));

        assertThat(OpenAiSimulator.promptOf(Files.readAllBytes(folder.resolve("cat.jpeg"))))
                .hasValue("a cat");
    }

    @Test
    void severalPicturesAreAList() throws Exception {
        List<byte[]> pictures = new ArrayList<>();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:draw")
                        .to("openai:image?n=2&size=64x64")
                        .split(body())
                        .process(e -> pictures.add(e.getMessage().getBody(byte[].class)));
            }
        });

        Exchange exchange = call("direct:draw", "a cat");

        assertThat((List<?>) bodyOf(exchange)).hasSize(2);
        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.IMAGE_COUNT)).isEqualTo(2);
        assertThat(pictures).hasSize(2).allSatisfy(picture -> assertThat(OpenAiSimulator.promptOf(picture))
                .hasValue("a cat"));
    }

    @Test
    void aUrlIsATextWhereAskedFor() {
        Exchange exchange = call("openai:image?model=dall-e-3&responseFormat=url", "a cat");

        assertThat(bodyOf(exchange)).asString().startsWith(openAi.baseUrl().replace("/v1", ""));
        assertThat(sent().path("response_format").asText()).isEqualTo("url");
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(OpenAiHeaders.REVISED_PROMPT, "A picture of: a cat")
                .doesNotContainKeys(Exchange.CONTENT_TYPE, OpenAiHeaders.FILE_EXTENSION);
    }

    @Test
    void severalUrlsAreAList() {
        List<?> urls = (List<?>) bodyOf(call("openai:image?model=dall-e-2&responseFormat=url&n=2", "a cat"));

        assertThat(urls).hasSize(2).allMatch(String.class::isInstance);
    }

    @Test
    void aUrlThatNobodyAskedForIsAFailure() {
        openAi.next(Reply.json("{\"data\":[{\"url\":\"http://127.0.0.1/x.png\"}]}"));

        assertThat(failureOf(call("openai:image?model=dall-e-3", "a cat"), OpenAiResponseException.class))
                .hasMessage("the server sent the image as a URL although its bytes were asked for; set"
                        + " responseFormat=url and fetch it in the route");
        assertThat(sent().path("response_format").asText()).isEqualTo("b64_json");
    }

    @ParameterizedTest(name = "{0}: {1} {2} goes as {3}")
    @CsvSource({
        "gpt-image-1, quality, hd, high",
        "gpt-image-1, quality, standard, medium",
        "gpt-image-1, size, 1792x1024, 1536x1024",
        "gpt-image-1, size, 1024x1792, 1024x1536",
        "gpt-image-1.5, size, 1792x1024, 1536x1024",
        "gpt-image-2, size, 1792x1024, 1792x1024",
        "gpt-image-2, quality, hd, high",
        "dall-e-3, quality, high, hd",
        "dall-e-3, quality, hd, hd",
        "dall-e-3, size, 1792x1024, 1792x1024",
        "flux-pro, quality, hd, hd",
    })
    void valuesAreTranslatedBetweenFamilies(String model, String option, String given, String sent) {
        openAi.next(Reply.json("{\"data\":[{\"b64_json\":\"iVBORw0KGgo=\"}]}"));

        bodyOf(call("openai:image?model=" + model + "&" + option + "=" + given, "a cat"));

        assertThat(sent().path(option).asText()).isEqualTo(sent);
    }

    @Test
    void styleIsLeftOutForModelsThatDoNotKnowIt() {
        bodyOf(call("openai:image?model=gpt-image-1&style=vivid&responseFormat=b64_json&size=64x64", "a cat"));

        assertThat(sent().has("style")).isFalse();
        assertThat(sent().has("response_format")).isFalse();
    }

    @Test
    void styleIsSentToDallE3() {
        bodyOf(call("openai:image?model=dall-e-3&style=vivid&size=64x64", "a cat"));

        assertThat(sent().path("style").asText()).isEqualTo("vivid");
    }

    @Test
    void aPictureLargerThanTheMemoryOfASpoolLeavesNoFileBehind() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:draw").to("openai:image").process(e -> {
                    StreamCache picture = e.getMessage().getBody(StreamCache.class);
                    e.setProperty("spools", openSpools());
                    e.setProperty("length", picture.length());
                });
            }
        });
        byte[] noise = new byte[300_000];
        openAi.next(
                Reply.json("{\"data\":[{\"b64_json\":\"" + Base64.getEncoder().encodeToString(noise) + "\"}]}"));

        Exchange exchange = call("direct:draw", "a cat");

        bodyOf(exchange);
        assertThat(exchange.getProperty("length")).isEqualTo(300_000L);
        assertThat(exchange.getProperty("spools", List.class)).hasSize(1);
        assertThat(openSpools()).isEmpty();
    }
}
