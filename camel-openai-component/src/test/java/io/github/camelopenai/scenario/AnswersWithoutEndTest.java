// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.test.Reply;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer of any operation ends at maxResponseSize, whole or streamed, packed or not. */
@Timeout(120)
class AnswersWithoutEndTest extends Scenario {

    private static final String EVENTS = "text/event-stream";
    private static final int MOST = 50_000;

    private EndlessServer endless;

    @BeforeEach
    void startServer() throws Exception {
        endless = new EndlessServer();
    }

    @AfterEach
    void stopServer() {
        endless.close();
    }

    private static String delta(String content) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{" + content + "}}]}\n\n";
    }

    private void answer(String form) {
        switch (form) {
            case "text" -> json("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"", "a");
            case "thought" -> json("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"<think>", " ");
            case "refusal" -> json("{\"choices\":[{\"index\":0,\"message\":{\"refusal\":\"", "a");
            case "unknown field" -> json("{\"x\":[0", ",{}");
            case "logprobs" -> json("{\"choices\":[{\"logprobs\":[0", ",{\"token\":\"a\"}");
            case "annotations" -> json("{\"choices\":[{\"message\":{\"annotations\":[0", ",{}");
            case "arguments" ->
                json("{\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":{\"arguments\":\"", "a");
            case "error" -> json("{\"error\":{\"message\":\"", "a");
            case "blanks" -> json("", " ");
            case "number" -> json("{\"created\":1", "0");
            case "streamed text" -> events("", delta("\"content\":\"aaaa\""));
            case "streamed blanks" -> events(delta("\"content\":\"<think>\""), delta("\"content\":\"    \""));
            case "streamed thoughts" -> events(delta("\"content\":\"<think>a\""), delta("\"content\":\"bb\""));
            case "streamed reasoning" -> events("", delta("\"reasoning_content\":\"aaaa\""));
            case "streamed refusal" -> events("", delta("\"refusal\":\"aaaa\""));
            case "streamed arguments" ->
                events("", delta("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"aaaa\"}}]"));
            case "streamed logprobs" -> events("", "data: {\"choices\":[{\"index\":0,\"logprobs\":[{}]}]}\n\n");
            case "other choices" -> events("", "data: {\"choices\":[{\"index\":7,\"delta\":{\"content\":\"a\"}}]}\n\n");
            case "comments" -> events("", ": wait\n");
            case "empty lines" -> events("", "\n");
            case "events of nothing" -> events("", "data: {}\n\n");
            case "line" -> events("data: {\"id\":\"", "a");
            case "lines of one event" -> events("", "data: 0\n");
            case "image" -> json("{\"data\":[{\"b64_json\":\"", "AAAA");
            case "image url" -> json("{\"data\":[{\"url\":\"http://", "a");
            case "vector" -> json("{\"data\":[{\"index\":0,\"embedding\":\"", "AAAA");
            case "numbers" -> json("{\"data\":[{\"index\":0,\"embedding\":[0", ",0");
            case "transcript" -> json("{\"text\":\"", "a");
            case "plain" -> endless.body("text/plain", "a", "a");
            case "sound" -> endless.body("audio/mpeg", "ID3", "a");
            case "told" -> endless.body("application/json", "{\"error\":\"", "a");
            default -> throw new IllegalArgumentException(form);
        }
    }

    private void json(String beginning, String filler) {
        endless.body("application/json", beginning, filler);
    }

    private void events(String beginning, String filler) {
        endless.body(EVENTS, beginning, filler);
    }

    private Exchange ask(String uri, Object body, String form) throws Exception {
        answer(form);
        String to = uri + (uri.contains("?") ? "&" : "?") + "maxResponseSize=" + MOST + "&baseUrl=" + endless.baseUrl();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to(to).convertBodyTo(byte[].class);
            }
        });
        return call("direct:ask", body);
    }

    private void endsAtTheBound(Exchange exchange) throws Exception {
        Throwable failure = exchange.getException();
        while (failure != null && !(failure instanceof OpenAiException)) {
            failure = failure.getCause();
        }
        assertThat(failure)
                .isInstanceOf(OpenAiResponseException.class)
                .hasMessageMatching("the answer of \\S+/v1/\\S+ is larger than maxResponseSize, " + MOST
                        + " bytes; raise maxResponseSize if such answers are expected");
        OpenAiException found = (OpenAiException) failure;
        assertThat(found.isRetryable()).isFalse();
        assertThat(found.attempts()).isEqualTo(1);
        assertThat(found.status()).isEqualTo(200);
        assertThat(endless.requests()).isEqualTo(1);
        assertThat(endless.isClientGone()).isTrue();
        assertThat(component.getInFlightCalls()).isZero();
    }

    @ParameterizedTest(name = "{0}, packed: {1}")
    @CsvSource({
        "text,false",
        "text,true",
        "thought,false",
        "refusal,false",
        "unknown field,true",
        "logprobs,false",
        "annotations,true",
        "arguments,false",
        "error,true",
        "blanks,false",
        "number,false"
    })
    void aChat(String form, boolean zipped) throws Exception {
        endless.zipped(zipped);

        endsAtTheBound(ask("openai:chat", "hi", form));
    }

    @ParameterizedTest(name = "{0}, packed: {1}")
    @CsvSource({
        "streamed text,false",
        "streamed text,true",
        "streamed blanks,false",
        "streamed thoughts,false",
        "streamed reasoning,true",
        "streamed refusal,false",
        "streamed arguments,false",
        "streamed logprobs,true",
        "other choices,false",
        "comments,false",
        "empty lines,true",
        "events of nothing,false",
        "line,true",
        "lines of one event,false",
        "text,false"
    })
    void aStreamedChat(String form, boolean zipped) throws Exception {
        endless.zipped(zipped);

        endsAtTheBound(ask("openai:chat?streaming=true", "hi", form));
    }

    @ParameterizedTest(name = "{0}: {1}, packed: {2}")
    @CsvSource({
        "image,image,false",
        "image,image,true",
        "image,image url,false",
        "embed,vector,false",
        "embed,vector,true",
        "embed,numbers,false",
        "speech,sound,false",
        "speech,sound,true"
    })
    void anotherOperation(String operation, String form, boolean zipped) throws Exception {
        endless.zipped(zipped);

        endsAtTheBound(ask("openai:" + operation, "hi", form));
    }

    @ParameterizedTest(name = "{0}: {1}, packed: {2}")
    @CsvSource({"json,transcript,false", "text,plain,true", "verbose_json,transcript,true", "srt,told,false"})
    void aTranscript(String format, String form, boolean zipped) throws Exception {
        endless.zipped(zipped);

        endsAtTheBound(ask("openai:transcribe?responseFormat=" + format, "ID3 sound".getBytes(), form));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "image", "speech", "embed"})
    void anAnswerThatIsKeptAsItCame(String operation) throws Exception {
        endsAtTheBound(ask(
                "openai:" + operation + "?storeFullResponse=true",
                "hi",
                operation.equals("speech") ? "sound" : "blanks"));
    }

    @ParameterizedTest(name = "packed: {0}")
    @ValueSource(booleans = {false, true})
    void anErrorDocumentIsCut(boolean zipped) throws Exception {
        endless.status(500).zipped(zipped);

        Exchange exchange = ask("openai:chat?maxRetries=0", "hi", "error");

        assertThat(failureOf(exchange, OpenAiServerException.class).status()).isEqualTo(500);
        assertThat(endless.isClientGone()).isTrue();
    }

    @Test
    void anAnswerThatSaysHowLargeItIsIsNotRead() {
        openAi.next(Reply.json("{\"choices\":[{\"message\":{\"content\":\"" + "a".repeat(3_000) + "\"}}]}"));

        OpenAiResponseException failure =
                failureOf(call("openai:chat?maxResponseSize=3kb", "hi"), OpenAiResponseException.class);

        assertThat(failure).hasMessageContaining("is larger than maxResponseSize, 3000 bytes");
    }

    @Test
    void anAnswerOfExactlyThatSizeIsTaken() {
        String json = "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}";
        openAi.next(Reply.json(json), Reply.json(json));

        assertThat(bodyOf(call("openai:chat?maxResponseSize=" + json.length(), "hi")))
                .isEqualTo("hello");
        failureOf(call("openai:chat?maxResponseSize=" + (json.length() - 1), "hi"), OpenAiResponseException.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0     | maxResponseSize must be at least 1 byte but was",
                "-1    | maxResponseSize must be a number of bytes such as 25MiB, 100MB or 5000 but was '-1'",
                "large | maxResponseSize must be a number of bytes such as 25MiB, 100MB or 5000 but was 'large'"
            })
    void anotherSizeIsRefusedAtStart(String size, String message) {
        assertThatThrownBy(() -> camel.getEndpoint("openai:speech?maxResponseSize=" + size)
                        .createProducer())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
