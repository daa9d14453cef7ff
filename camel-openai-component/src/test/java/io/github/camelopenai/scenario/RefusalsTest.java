// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.error.OpenAiAuthenticationException;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiQuotaException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.test.Reply;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server, or the way to it, can do to a call, and what a route learns of it. */
class RefusalsTest extends Scenario {

    @Override
    void configure(OpenAiConfiguration options) {
        options.setMaxRetries(0);
    }

    @Test
    void anUnknownVoiceIsTheServersToRefuse() {
        Exchange exchange = call("openai:speech?voice=bob", "hello");

        OpenAiRequestException failure = failureOf(exchange, OpenAiRequestException.class);
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.param()).isEqualTo("voice");
        assertThat(failure.code()).isEqualTo("invalid_value");
        assertThat(failure.type()).isEqualTo("invalid_request_error");
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure)
                .hasMessageStartingWith(openAi.baseUrl()
                        + "/audio/speech answered 400 invalid_value for voice: Invalid value: 'bob'. Supported values"
                        + " are: 'alloy'");
        assertThat(exchange.getMessage().getBody()).isEqualTo("hello");
    }

    @Test
    void anUnknownModelIsTheServersToRefuse() {
        OpenAiRequestException failure =
                failureOf(call("openai:chat?model=no-such-model", "hello"), OpenAiRequestException.class);

        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure.code()).isEqualTo("model_not_found");
        assertThat(failure).hasMessageContaining("`no-such-model` does not exist");
    }

    @ParameterizedTest
    @CsvSource({"sk-proj-abcdefghijklmnop1234", "RAW(pass+word=1234&5678)"})
    void aWrongKeyIsRefusedWithoutSayingIt(String key) {
        String plain = key.startsWith("RAW(") ? key.substring(4, key.length() - 1) : key;

        Exchange exchange = call("openai:chat?apiKey=" + key, "hello");

        OpenAiAuthenticationException failure = failureOf(exchange, OpenAiAuthenticationException.class);
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.getMessage())
                .startsWith(openAi.baseUrl() + "/chat/completions answered 401")
                .doesNotContain(plain)
                .doesNotContain(plain.substring(plain.length() - 4));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Reply.status(400), OpenAiRequestException.class, 400, "VALIDATION"),
                Arguments.of(Reply.status(403), OpenAiAuthenticationException.class, 403, "AUTH"),
                Arguments.of(Reply.status(404), OpenAiRequestException.class, 404, "VALIDATION"),
                Arguments.of(Reply.status(408), OpenAiServerException.class, 408, "SERVER_ERROR"),
                Arguments.of(Reply.status(409), OpenAiRequestException.class, 409, "VALIDATION"),
                Arguments.of(Reply.status(413), OpenAiRequestException.class, 413, "VALIDATION"),
                Arguments.of(Reply.status(422), OpenAiRequestException.class, 422, "VALIDATION"),
                Arguments.of(
                        Reply.rateLimited(Duration.ofSeconds(7)), OpenAiRateLimitException.class, 429, "RATE_LIMIT"),
                Arguments.of(Reply.quotaExceeded(), OpenAiQuotaException.class, 429, "UNKNOWN"),
                Arguments.of(Reply.status(500), OpenAiServerException.class, 500, "SERVER_ERROR"),
                Arguments.of(Reply.status(503), OpenAiServerException.class, 503, "SERVER_ERROR"));
    }

    @ParameterizedTest(name = "{2} is {1}")
    @MethodSource("refusals")
    void eachStatusHasItsClassAndCategory(
            Reply reply, Class<? extends OpenAiException> type, int status, String category) {
        openAi.next(reply);

        Exchange exchange = call("openai:chat", "hello");

        OpenAiException failure = failureOf(exchange, type);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(exchange.getProperty("CamelAiErrorCategory")).isEqualTo(category);
        assertThat(exchange.getMessage().getBody()).isEqualTo("hello");
    }

    @Test
    void theServersAdviceToWaitIsHandedOn() {
        openAi.next(Reply.rateLimited(Duration.ofSeconds(7)));

        Exchange exchange = call("openai:chat", "hello");

        OpenAiRateLimitException failure = failureOf(exchange, OpenAiRateLimitException.class);
        assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(7));
        assertThat(failure.isRetryable()).isTrue();
        assertThat(exchange.getProperty("CamelAiRetryAfterMillis")).isEqualTo(7_000L);
    }

    @Test
    void marksOfAnEarlierFailureAreGoneAfterASuccess() {
        openAi.next(Reply.rateLimited(Duration.ofMillis(1)));
        Exchange exchange = call("openai:chat", "hello");
        failureOf(exchange, OpenAiRateLimitException.class);
        exchange.setException(null);

        Exchange again = template.send("openai:chat", exchange);

        bodyOf(again);
        assertThat(again.getProperties()).doesNotContainKeys("CamelAiErrorCategory", "CamelAiRetryAfterMillis");
    }

    @Test
    void aPageOfAProxyIsNoAnswer() {
        openAi.next(Reply.html(502));

        OpenAiServerException failure = failureOf(call("openai:chat", "hello"), OpenAiServerException.class);

        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure)
                .hasMessageStartingWith(openAi.baseUrl() + "/chat/completions answered 502: an HTML page titled")
                .hasMessageContaining("not the API; a proxy or a wrong baseUrl may be in the way");
    }

    @Test
    void aPageThatPretendsToBeAnAnswerIsRefused() {
        openAi.next(Reply.html(200));

        OpenAiResponseException failure = failureOf(call("openai:chat", "hello"), OpenAiResponseException.class);

        assertThat(failure)
                .hasMessageStartingWith(
                        "the answer of " + openAi.baseUrl() + "/chat/completions is not the JSON that was expected");
        assertThat(failure.status()).isEqualTo(200);
    }

    @Test
    void aPathThatIsNotTheApiIsRefused() {
        String root = openAi.baseUrl().replace("/v1", "/v2");

        assertThat(failureOf(call("openai:chat?baseUrl=" + root, "hello"), OpenAiRequestException.class))
                .hasMessageContaining("/v2/chat/completions answered 404")
                .hasMessageContaining("Unknown request URL");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String baseUrl = "http://127.0.0.1:" + port + "/v1";

        Exchange exchange = call("openai:chat?baseUrl=" + baseUrl, "hello");

        OpenAiTransportException failure = failureOf(exchange, OpenAiTransportException.class);
        assertThat(failure)
                .hasMessage(
                        "no whole answer from " + baseUrl + "/chat/completions: the connection was refused; check that"
                                + " the server runs and that baseUrl is right");
        assertThat(failure.status()).isZero();
        assertThat(failure.isRetryable()).isTrue();
        assertThat(exchange.getProperty("CamelAiErrorCategory")).isEqualTo("UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource({"chat", "image", "embed"})
    void brokenJsonIsNoAnswer(String operation) {
        openAi.next(Reply.malformedJson());

        OpenAiResponseException failure =
                failureOf(call("openai:" + operation, "hello"), OpenAiResponseException.class);

        assertThat(failure).hasMessageContaining("is not the JSON that was expected (");
        assertThat(failure.isRetryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"chat", "image", "embed"})
    void anEmptyBodyIsNoAnswer(String operation) {
        openAi.next(Reply.emptyBody());

        assertThat(failureOf(call("openai:" + operation, "hello"), OpenAiResponseException.class)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"chat", "image", "embed"})
    void anAnswerCutShortIsNoAnswer(String operation) {
        openAi.next(Reply.ok().cutAfter(20));

        assertThat(failureOf(call("openai:" + operation, "hello"), OpenAiTransportException.class)
                        .isRetryable())
                .isTrue();
    }

    @Test
    void anAnswerWithoutChoicesIsNone() {
        openAi.next(Reply.emptyChoices());

        assertThat(failureOf(call("openai:chat", "hello"), OpenAiResponseException.class))
                .hasMessage("the answer has no choices");
    }

    @Test
    void aFailureUnderAStatusThatSaysYesIsTheExceptionItWouldHaveBeen() {
        openAi.next(Reply.json("{\"error\":{\"message\":\"Filtered.\",\"type\":null,\"param\":\"prompt\","
                + "\"code\":\"content_filter\",\"status\":400}}"));

        OpenAiRequestException failure = failureOf(call("openai:chat", "hello"), OpenAiRequestException.class);

        assertThat(failure.isContentFiltered()).isTrue();
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.param()).isEqualTo("prompt");
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure).hasMessageContaining("/chat/completions answered 400 content_filter for prompt: Filtered.");
    }

    @Test
    void aFailureThatMayPassIsTriedAgainWhateverTheStatusSays() {
        openAi.next(Reply.json("{\"error\":{\"message\":\"Overloaded.\",\"code\":503}}"));
        openAi.next(Reply.text("here"));

        assertThat(bodyOf(call("openai:chat?maxRetries=1&retryInitialDelay=1", "hello")))
                .isEqualTo("here");
    }

    @Test
    void aTranscriptThatIsMissingIsNoAnswer() {
        openAi.next(Reply.json("{}"));

        assertThat(failureOf(call("openai:transcribe", "ID3".getBytes()), OpenAiResponseException.class))
                .hasMessage("the answer has no transcript");
    }

    @Test
    void theModelsRefusalIsKeptApartFromTheMessage() {
        openAi.next(Reply.refusal("I cannot help with picking locks."));

        OpenAiResponseException failure = failureOf(call("openai:chat", "hello"), OpenAiResponseException.class);

        assertThat(failure.refusal()).isEqualTo("I cannot help with picking locks.");
        assertThat(failure).hasMessage("the model refused to answer; refusal() has its words");
        assertThat(failure.toString()).doesNotContain("locks");
    }

    @Test
    void aTextThatIsTooLongIsToldApart() {
        OpenAiRequestException failure =
                failureOf(call("openai:embed", List.of("word ".repeat(10_000))), OpenAiRequestException.class);

        assertThat(failure.isContextLengthExceeded()).isTrue();
        assertThat(failure).hasMessageContaining("maximum context length is 8192 tokens");
    }
}
