// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelopenai.test.PlainClient.BrokenConnection;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithOpenAiSimulator
class ScriptedRepliesTest {
    private OpenAiSimulator openAi;
    private PlainClient client;

    @BeforeEach
    void connect() {
        client = new PlainClient(openAi);
    }

    @Test
    void comeInOrderAndOnce() {
        openAi.next(Reply.status(500), Reply.ok(), Reply.text("third"));

        assertThat(client.chat("a").status()).isEqualTo(500);
        assertThat(client.chat("b").content()).isEqualTo("You said: b");
        assertThat(client.chat("c").content()).isEqualTo("third");
        assertThat(client.chat("d").content()).isEqualTo("You said: d");
    }

    @Test
    void canWaitForOneEndpoint() {
        openAi.on(Endpoint.EMBEDDINGS).next(Reply.status(503));

        assertThat(client.chat("a").status()).isEqualTo(200);
        assertThat(openAi.unusedReplies()).hasSize(1);
        assertThat(client.post("/embeddings", "{}").status()).isEqualTo(503);
        assertThat(openAi.unusedReplies()).isEmpty();
    }

    @Test
    void areLeftAloneByARequestWithAWrongKey() {
        openAi.next(Reply.text("kept"));

        assertThat(new PlainClient(openAi, "sk-wrong").chat("a").status()).isEqualTo(401);
        assertThat(client.chat("a").content()).isEqualTo("kept");
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "400, invalid_request_error,,",
        "401, invalid_request_error, invalid_api_key",
        "403, request_forbidden, unsupported_country_region_territory",
        "404, invalid_request_error, model_not_found",
        "408, timeout, timeout",
        "409, invalid_request_error, conflict",
        "413, invalid_request_error,,",
        "418, invalid_request_error,,",
        "422, invalid_request_error, unprocessable_entity",
        "429, requests, rate_limit_exceeded",
        "500, server_error,,",
        "503, service_unavailable_error, server_is_overloaded"
    })
    void haveTheErrorBodyOfTheirStatus(int status, String type, String code) {
        openAi.next(Reply.status(status));

        PlainClient.Answer answer = client.chat("a");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error().path("type").asText()).isEqualTo(type);
        assertThat(answer.error().path("code").textValue()).isEqualTo(code);
        assertThat(answer.error().path("message").asText()).isNotBlank();
        assertThat(answer.header("x-request-id")).startsWith("req_");
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 504})
    void arePagesWhenAGatewaySpeaks(int status) {
        openAi.next(Reply.status(status));

        PlainClient.Answer answer = client.chat("a");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("text/html");
        assertThat(answer.text()).contains("<h1>" + status + "</h1>");
    }

    static Stream<Arguments> kindsOf429() {
        Duration wait = Duration.ofMillis(1_500);
        return Stream.of(
                arguments(Reply.rateLimited(wait), "requests", "rate_limit_exceeded", "2", "try again in 1.5s"),
                arguments(Reply.tokensLimited(wait), "tokens", "rate_limit_exceeded", "2", "(TPM)"),
                arguments(Reply.dailyLimit(Duration.ofHours(7)), "requests", "rate_limit_exceeded", "25200", "(RPD)"),
                arguments(Reply.slowDown(wait), "rate_limit_error", "slow_down", "2", "slow down"),
                arguments(Reply.quotaExceeded(), "insufficient_quota", "insufficient_quota", "", "quota"),
                arguments(
                        Reply.quotaExceeded("credit_balance_exhausted"),
                        "insufficient_quota",
                        "credit_balance_exhausted",
                        "",
                        "quota"),
                arguments(
                        Reply.tooLarge(30_000, 34_102),
                        "tokens",
                        "rate_limit_exceeded",
                        "",
                        "Limit 30000, Requested 34102"));
    }

    @ParameterizedTest
    @MethodSource("kindsOf429")
    void canBeEveryKindOf429(Reply reply, String type, String code, String retryAfter, String words) {
        openAi.next(reply);

        PlainClient.Answer answer = client.chat("a");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.error().path("type").asText()).isEqualTo(type);
        assertThat(answer.error().path("code").asText()).isEqualTo(code);
        assertThat(answer.error().path("message").asText()).contains(words);
        assertThat(answer.header("retry-after")).isEqualTo(retryAfter);
    }

    @Test
    void takeHeaders() {
        openAi.next(Reply.status(503)
                .retryAfterDate(Instant.parse("2026-11-22T10:00:00Z"))
                .shouldRetry(false)
                .header("X-Request-Id", "mine"));

        PlainClient.Answer answer = client.chat("a");

        assertThat(answer.header("retry-after")).isEqualTo("Sun, 22 Nov 2026 10:00:00 GMT");
        assertThat(answer.header("retry-after-ms")).isEmpty();
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.response().headers().allValues("x-request-id")).containsExactly("mine");
    }

    @Nested
    class ThatAreOdd {
        @Test
        void haveAnErrorThatIsABareText() {
            openAi.next(Reply.errorAsText(400, "went \"wrong\""));

            assertThat(client.chat("a").error().asText()).isEqualTo("went \"wrong\"");
        }

        @Test
        void arePlainText() {
            openAi.next(Reply.plainText(520, "no"));

            assertThat(client.chat("a").text()).isEqualTo("no");
        }

        @Test
        void areJsonThatEndsTooEarly() {
            openAi.next(Reply.malformedJson());

            PlainClient.Answer answer = client.chat("a");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().isMissingNode()).isTrue();
        }

        @Test
        void areEmpty() {
            openAi.next(Reply.emptyBody());

            assertThat(client.chat("a").bytes()).isEmpty();
        }

        @Test
        void areAnyJson() {
            openAi.next(Reply.json("{\"x\":1}"));

            assertThat(client.chat("a").json().path("x").asInt()).isEqualTo(1);
        }

        @Test
        void haveNoChoice() {
            openAi.next(Reply.emptyChoices());

            assertThat(client.chat("a").json().path("choices")).isEmpty();
        }
    }

    @Nested
    class ThatWordAChat {
        @Test
        void refuse() {
            openAi.next(Reply.refusal("I can't help with that."));

            PlainClient.Answer answer = client.chat("a");

            assertThat(answer.json().at("/choices/0/message/refusal").asText()).isEqualTo("I can't help with that.");
            assertThat(answer.json().at("/choices/0/message/content").isNull()).isTrue();
        }

        @Test
        void endForAReason() {
            openAi.next(Reply.text("half").andFinishReason("content_filter"));

            PlainClient.Answer answer = client.chat("a");

            assertThat(answer.content()).isEqualTo("half");
            assertThat(answer.json().at("/choices/0/finish_reason").asText()).isEqualTo("content_filter");
        }

        @Test
        void callTools() {
            openAi.next(Reply.toolCall("weather", "{\"city\":\"Ulm\"}").andToolCall("time", "{}"));

            var calls = client.chat("a").json().at("/choices/0/message/tool_calls");

            assertThat(calls.findValuesAsText("name")).containsExactly("weather", "time");
            assertThat(calls.findValuesAsText("id")).containsExactly("call_1", "call_2");
        }

        @Test
        void areStillChecked() {
            openAi.next(Reply.text("never said"));

            assertThat(client.post("/chat/completions", "{\"model\":\"m\"}").status())
                    .isEqualTo(400);
        }

        @Test
        void cannotBeMadeOfAFailure() {
            assertThatThrownBy(() -> Reply.status(500).andFinishReason("stop"))
                    .hasMessage("only a chat answer can be worded; start from ok(), text() or toolCall()");
        }
    }

    @Nested
    class ThatBreakTheConnection {
        @Test
        void resetIt() {
            openAi.next(Reply.connectionReset());

            assertThatThrownBy(() -> client.chat("a"))
                    .isInstanceOf(BrokenConnection.class)
                    .hasRootCauseInstanceOf(SocketException.class);
        }

        @Test
        void closeItWithoutAnAnswer() {
            openAi.next(Reply.emptyResponse());

            assertThatThrownBy(() -> client.chat("a"))
                    .isInstanceOf(BrokenConnection.class)
                    .hasMessageContaining("received no bytes");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 10, 9_000})
        void cutTheBody(int bytes) {
            openAi.next(Reply.ok().cutAfter(bytes));

            assertThatThrownBy(() -> client.chat("x".repeat(9_000)))
                    .isInstanceOf(BrokenConnection.class)
                    .hasMessageContaining("bytes received: " + bytes);
        }

        @Test
        void doSoAfterAWhileToo() {
            openAi.next(Reply.emptyResponse().after(Duration.ofMillis(30)));

            long start = System.nanoTime();
            assertThatThrownBy(() -> client.chat("a")).isInstanceOf(BrokenConnection.class);
            assertThat(System.nanoTime() - start).isGreaterThan(30_000_000);
        }
    }

    @Nested
    class ThatAreSlow {
        @Test
        void comeAfterAWhile() {
            openAi.next(Reply.ok().after(Duration.ofMillis(80)));

            long start = System.nanoTime();
            PlainClient.Answer answer = client.chat("a");

            assertThat(System.nanoTime() - start).isGreaterThan(80_000_000);
            assertThat(answer.header("openai-processing-ms")).isEqualTo("80");
        }

        @Test
        void trickle() {
            openAi.next(Reply.ok().over(Duration.ofMillis(100)));

            long start = System.nanoTime();
            PlainClient.Answer answer = client.chat("a");

            assertThat(System.nanoTime() - start).isGreaterThan(90_000_000);
            assertThat(answer.content()).isEqualTo("You said: a");
        }

        @Test
        void areFasterWhenTimeIsScaled() {
            try (OpenAiSimulator fast = OpenAiSimulator.builder()
                    .timeScale(1_000)
                    .latency(Duration.ofSeconds(20))
                    .start()) {
                PlainClient.Answer answer = new PlainClient(fast).chat("a");

                assertThat(answer.header("openai-processing-ms")).isEqualTo("20000");
            }
        }
    }
}
