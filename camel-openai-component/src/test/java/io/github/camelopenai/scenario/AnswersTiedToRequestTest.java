// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.test.Reply;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer has no more in it than the request asked for, and nothing that takes many times its own room. */
class AnswersTiedToRequestTest extends Scenario {

    private static final String BEYOND = "the JSON answer of .*/v1/chat/completions goes beyond what is read: ";

    private static String choice(String index, String text) {
        return "{" + index + "\"message\":{\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}";
    }

    private static String choices(String... choices) {
        return "{\"choices\":[" + String.join(",", choices) + "]}";
    }

    private static String vectors(String... vectors) {
        return "{\"data\":[" + String.join(",", vectors) + "]}";
    }

    private static String vector(int index, String value) {
        return "{\"index\":" + index + ",\"embedding\":" + value + "}";
    }

    static Stream<Arguments> wrongAnswers() {
        String image = "{\"b64_json\":\"iVBORw0KGgo=\"}";
        String call = "{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
        return Stream.of(
                Arguments.of(
                        "choices without end",
                        "chat",
                        choices(Collections.nCopies(129, choice("", "a")).toArray(String[]::new)),
                        BEYOND + "it has more than 128 choices"),
                Arguments.of(
                        "calls without end",
                        "chat",
                        choices("{\"message\":{\"tool_calls\":[" + call + ("," + call).repeat(1_000) + "]}}"),
                        BEYOND + "it has more than 1000 tool calls"),
                Arguments.of(
                        "a call with small values without end",
                        "chat",
                        choices("{\"message\":{\"tool_calls\":[{\"function\":{\"arguments\":[0" + ",{}".repeat(60_000)
                                + "]}}]}}"),
                        BEYOND + "a part of it has more than 100000 values and names"),
                Arguments.of(
                        "arrays within arrays",
                        "chat",
                        "{\"x\":" + "[".repeat(1_100) + "]".repeat(1_100) + "}",
                        BEYOND + "Document nesting depth.*"),
                Arguments.of(
                        "a name without end", "chat", "{\"" + "x".repeat(60_000) + "\":1}", BEYOND + "Name length.*"),
                Arguments.of(
                        "images without end",
                        "image?n=2",
                        "{\"data\":[" + String.join(",", Collections.nCopies(11, image)) + "]}",
                        "the answer has more than 10 images"),
                Arguments.of(
                        "two vectors for one text",
                        "embed",
                        vectors(vector(0, "[1,2]"), vector(1, "[1,2]")),
                        "the answer's vectors cannot be used: vector 1 is not one of 1"),
                Arguments.of(
                        "two base64 vectors for one text",
                        "embed",
                        vectors(vector(0, "\"AACAPw==\""), vector(1, "\"AACAPw==\"")),
                        "the answer's vectors cannot be used: there are more vectors than texts"),
                Arguments.of(
                        "a number beyond a float",
                        "embed",
                        vectors(vector(0, "[1,1e400]")),
                        "the answer's vectors cannot be used: a vector has a number that is no finite float"),
                Arguments.of(
                        "a number beyond a float that a double can hold",
                        "embed",
                        vectors(vector(0, "[-1e39]")),
                        "the answer's vectors cannot be used: a vector has a number that is no finite float"),
                Arguments.of(
                        "no number", "embed", vectors(vector(0, "[1,NaN]")), ".* is not the JSON that was expected .*"),
                Arguments.of(
                        "an endless number",
                        "embed",
                        vectors(vector(0, "[1,Infinity]")),
                        ".* is not the JSON that was .*"),
                Arguments.of(
                        "a number of many digits",
                        "embed",
                        vectors(vector(0, "[1" + "0".repeat(2_000) + "]")),
                        ".*(goes beyond what is read: Number value length|no finite float).*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongAnswers")
    void isRefusedOnceAndByName(String label, String operation, String json, String message) {
        openAi.next(Reply.json(json));

        OpenAiResponseException failure = failureOf(call("openai:" + operation, "hi"), OpenAiResponseException.class);

        assertThat(failure.getMessage()).matches("(?s)" + message);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(openAi.requests()).hasSize(1);
        assertThat(component.getInFlightCalls()).isZero();
    }

    @Test
    void aTranscriptThatIsADocumentOfSmallValuesIsAText() {
        String text = "{\"error\":[0" + ",[]".repeat(60_000) + "]}";
        openAi.next(Reply.plainText(200, text));

        assertThat(bodyOf(call("openai:transcribe?responseFormat=text", "ID3 sound".getBytes())))
                .isEqualTo(text);
    }

    @Test
    void aJsonAnswerThatIsTooDeepSaysSo() {
        String deep = "[".repeat(1_100) + "]".repeat(1_100);
        openAi.next(Reply.text(deep));

        Exchange exchange = call(
                "openai:chat?repair=0&strict=false",
                "json",
                Map.of("CamelOpenAIJsonSchema", "{\"type\":\"object\",\"properties\":{}}"));

        assertThat(failureOf(exchange, OpenAiResponseException.class))
                .hasMessageContaining("it has too many values, levels or digits");
    }

    @Test
    void vectorsOfDifferentSizesAreRefused() {
        openAi.next(Reply.json(vectors(vector(0, "[1,2]"), vector(1, "[1,2,3]"))));

        Exchange exchange = call("openai:embed", List.of("a", "b"));

        assertThat(failureOf(exchange, OpenAiResponseException.class))
                .hasMessage("the answer's vectors cannot be used: vector 1 has 3 numbers and vector 0 has 2");
    }

    @Test
    void choicesComeInTheOrderOfTheirPlaces() {
        openAi.next(Reply.json(choices(choice("\"index\":1,", "b"), choice("\"index\":0,", "a"))));

        assertThat(bodyOf(call("openai:chat?n=2", "hi"))).isEqualTo(List.of("a", "b"));
    }

    /** Some servers number each choice 0. */
    @ParameterizedTest
    @ValueSource(strings = {"\"index\":0,", "", "\"index\":99999999999999999999,"})
    void choicesWithoutPlacesOfTheirOwnComeInTheirOrder(String index) {
        openAi.next(Reply.json(choices(choice(index, "a"), choice(index, "b"))));

        assertThat(bodyOf(call("openai:chat?n=2", "hi"))).isEqualTo(List.of("a", "b"));
    }

    @Test
    void moreChoicesMayBeAskedForThanThereIsRoomFor() {
        openAi.next(Reply.json(choices(choice("\"index\":0,", "a"))));

        assertThat(bodyOf(call("openai:chat?n=2147483647", "hi"))).isEqualTo("a");
    }

    @Test
    void aChoiceMoreThanAskedForIsNotLost() {
        openAi.next(Reply.json(choices(choice("", "a"), choice("", "b"))));

        assertThat(bodyOf(call("openai:chat", "hi"))).isEqualTo(List.of("a", "b"));
    }

    @Test
    void oneChoiceMayHaveAnyPlace() {
        openAi.next(Reply.json(choices(choice("\"index\":1,", "a"))));

        assertThat(bodyOf(call("openai:chat", "hi"))).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "99999999999999999999", "-1"})
    void theIndexOfAStreamedCallTakesNoRoom(String index) throws Exception {
        readWithinTheRoute("openai:chat?streaming=true&streamFormat=ndjson");
        openAi.next(Reply.eventStream("data: {\"created\":99999999999999999999,\"choices\":[{\"index\":0,\"delta\":"
                + "{\"tool_calls\":[{\"index\":" + index
                + ",\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"
                + ",\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n"));

        assertThat((String) bodyOf(call("direct:ask", "hi"))).contains("\"f\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"x\":"})
    void anEventThatIsTooDeepSaysSo(String open) throws Exception {
        readWithinTheRoute("openai:chat?streaming=true");
        openAi.next(Reply.eventStream("data: {\"x\":" + open.repeat(1_100) + "\n\ndata: [DONE]\n\n"));

        Exchange exchange = call("direct:ask", "hi");

        assertThat(exchange.getException())
                .hasRootCauseInstanceOf(OpenAiResponseException.class)
                .rootCause()
                .hasMessageStartingWith("an event of the stream goes beyond what is read: Document nesting depth");
    }

    private void readWithinTheRoute(String uri) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to(uri).convertBodyTo(String.class);
            }
        });
    }
}
