// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.test.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the body and the headers are for each form of an answer with pictures. */
class ImageAnswersTest extends Scenario {

    private static final String PICTURE = "{\"b64_json\":\"iVBORw0KGgo=\"%s}";

    private static String answer(String... items) {
        return "{\"data\":[" + String.join(",", items) + "]}";
    }

    private static String picture(String revisedPrompt) {
        return PICTURE.formatted(revisedPrompt == null ? "" : ",\"revised_prompt\":\"" + revisedPrompt + "\"");
    }

    private static String url(int number) {
        return "{\"url\":\"http://pictures/" + number + "\"}";
    }

    @Nested
    class SeveralPictures {

        @Test
        void areAListAlsoWhereOnlyOneComes() {
            openAi.next(Reply.json(answer(picture("a fine cat"))));

            Exchange exchange = call("openai:image?n=2", "a cat");

            assertThat((List<?>) bodyOf(exchange)).hasSize(1);
            assertThat(exchange.getMessage().getHeaders())
                    .containsEntry(OpenAiHeaders.IMAGE_COUNT, 1)
                    .containsEntry(OpenAiHeaders.REVISED_PROMPT, List.of("a fine cat"));
        }

        @Test
        void areAListWhoeverAsksForThem() {
            openAi.next(Reply.json(answer(picture(null))), Reply.json(answer(picture(null))));

            assertThat(bodyOf(call("openai:image", "a cat", Map.of(OpenAiHeaders.N, 3))))
                    .isInstanceOf(List.class);
            assertThat(bodyOf(call("openai:image?additionalBodyProperty.n=2", "a cat")))
                    .isInstanceOf(List.class);
        }

        @Test
        void areAListOfUrlsToo() {
            openAi.next(Reply.json(answer(url(1))));

            assertThat(bodyOf(call("openai:image?model=dall-e-2&responseFormat=url&n=2", "a cat")))
                    .isEqualTo(List.of("http://pictures/1"));
        }

        @Test
        void keepTheirRevisedPromptsInOrder() {
            openAi.next(Reply.json(answer(picture("one"), picture(null), picture("three"))));

            Exchange exchange = call("openai:image?n=3", "a cat");

            bodyOf(exchange);
            assertThat(exchange.getMessage().getHeader(OpenAiHeaders.REVISED_PROMPT))
                    .isEqualTo(Arrays.asList("one", null, "three"));
        }

        @Test
        void haveNoHeaderOfRevisedPromptsWhereNoneWasRevised() {
            openAi.next(Reply.json(answer(picture(null), picture(null))));

            Exchange exchange = call("openai:image?n=2", "a cat");

            bodyOf(exchange);
            assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(OpenAiHeaders.REVISED_PROMPT);
        }

        @Test
        void areAListWhereTheServerSendsMoreThanAskedFor() {
            openAi.next(Reply.json(answer(picture(null), picture(null))));

            assertThat((List<?>) bodyOf(call("openai:image", "a cat"))).hasSize(2);
        }

        @Test
        void mayBePicturesAndUrls() {
            openAi.next(Reply.json(answer(url(1), picture(null))));

            List<?> body = (List<?>) bodyOf(call("openai:image?model=dall-e-2&responseFormat=url&n=2", "a cat"));

            assertThat(body.get(0)).isEqualTo("http://pictures/1");
            assertThat(body.get(1)).isNotInstanceOf(String.class);
        }
    }

    @Nested
    class OnePicture {

        @Test
        void hasOneRevisedPrompt() {
            openAi.next(Reply.json(answer(picture("a fine cat"))));

            Exchange exchange = call("openai:image?n=1", "a cat");

            assertThat(bodyOf(exchange)).isNotInstanceOf(List.class);
            assertThat(exchange.getMessage().getHeader(OpenAiHeaders.REVISED_PROMPT))
                    .isEqualTo("a fine cat");
        }

        @Test
        void isItsUrlWhereItsBytesAreEmpty() {
            openAi.next(Reply.json(answer("{\"b64_json\":\"\",\"url\":\"http://pictures/1\"}")));

            Exchange exchange = call("openai:image?model=dall-e-3&responseFormat=url", "a cat");

            assertThat(bodyOf(exchange)).isEqualTo("http://pictures/1");
        }

        @Test
        void isAFailureWhereItsBytesAreEmptyAndWereAskedFor() {
            openAi.next(Reply.json(answer("{\"b64_json\":\"\",\"url\":\"http://pictures/1\"}")));

            assertThat(failureOf(call("openai:image", "a cat"), OpenAiResponseException.class))
                    .hasMessageStartingWith("the server sent the image as a URL although its bytes were asked for");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"b64_json\":\"\"}",
                    "{\"b64_json\":\"\",\"url\":\"\"}",
                    "{\"b64_json\":null,\"url\":null}",
                    "{\"b64_json\":7,\"url\":[]}"
                })
        void isAFailureWhereThereIsNothing(String item) {
            openAi.next(Reply.json(answer(picture(null), item)));

            assertThat(failureOf(call("openai:image?n=2", "a cat"), OpenAiResponseException.class))
                    .hasMessage("image 1 of the answer has neither bytes nor a URL");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"iVBORw0KGgo*", "iVBORw0*Ggo=", "i", "data:image/png;base64,iVBORw0KGgo=", "====", "iVBO=w0K"
                })
        void isAFailureWhereItsBytesAreNoBase64(String bytes) {
            openAi.next(Reply.json(answer(picture(null), "{\"b64_json\":\"" + bytes + "\"}")));

            assertThat(failureOf(call("openai:image?n=2", "a cat"), OpenAiResponseException.class))
                    .hasMessage("the bytes of image 1 are not base64");
        }

        @Test
        void mayLackThePaddingOfItsBase64() throws Exception {
            openAi.next(Reply.json(answer("{\"b64_json\":\"iVBORw0KGgo\"}")));

            Exchange exchange = call("openai:image", "a cat");

            bodyOf(exchange);
            assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("image/png");
        }
    }

    @Nested
    class Urls {

        @ParameterizedTest
        @CsvSource({"'', gpt-image-2", "&model=gpt-image-1, gpt-image-1", "&model=gpt-image-1.5, gpt-image-1.5"})
        void areRefusedOfModelsThatNeverSendThem(String option, String model) {
            Exchange exchange = call("openai:image?responseFormat=url" + option, "a cat");

            assertThat(failureOf(exchange, OpenAiRequestException.class))
                    .hasMessage(
                            model + " answers with the picture itself, never with a URL; leave responseFormat out, or"
                                    + " set a model that knows responseFormat=url, such as dall-e-3");
            assertThat(openAi.requests()).isEmpty();
        }

        @Test
        void areRefusedWhereAHeaderAsksForThem() {
            Exchange exchange = call("openai:image", "a cat", Map.of(OpenAiHeaders.RESPONSE_FORMAT, "url"));

            failureOf(exchange, OpenAiRequestException.class);
            assertThat(openAi.requests()).isEmpty();
        }

        @Test
        void areTheBodyWhereBothCome() throws Exception {
            openAi.next(Reply.json(answer("{\"b64_json\":\"iVBORw0KGgo=\",\"url\":\"http://pictures/1\"}")));

            Exchange exchange = call("openai:image?model=flux-pro&responseFormat=url", "a cat");

            assertThat(bodyOf(exchange)).isEqualTo("http://pictures/1");
            assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(Exchange.CONTENT_TYPE);
        }

        @Test
        void areAskedForOfModelsOfOtherServers() {
            openAi.next(Reply.json(answer(url(1))));

            assertThat(bodyOf(call("openai:image?model=flux-pro&responseFormat=url", "a cat")))
                    .isEqualTo("http://pictures/1");
            assertThat(sent().path("response_format").asText()).isEqualTo("url");
        }
    }

    /** The API's schema for images does not know it. */
    @Test
    void theSafetyIdentifierIsNotSentWithImages() {
        component.getConfiguration().setSafetyIdentifier("u1");

        bodyOf(call("openai:image?size=64x64&user=u2", "a cat", Map.of(OpenAiHeaders.SAFETY_IDENTIFIER, "u3")));

        assertThat(sent().has("safety_identifier")).isFalse();
        assertThat(sent().path("user").asText()).isEqualTo("u2");
    }
}
