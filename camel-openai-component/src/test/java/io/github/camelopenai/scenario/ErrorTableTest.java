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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route catches for each way in which a call can fail. */
class ErrorTableTest extends Scenario {

    private static final String RATE_LIMIT = "RATE_LIMIT";
    private static final String SERVER_ERROR = "SERVER_ERROR";
    private static final String VALIDATION = "VALIDATION";
    private static final String AUTH = "AUTH";
    private static final String UNKNOWN = "UNKNOWN";

    @Override
    void configure(OpenAiConfiguration options) {
        options.setMaxRetries(0);
    }

    @BeforeEach
    void route() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("openai:chat?model=gpt-4o-mini");
            }
        });
    }

    private OpenAiException failureAfter(Reply reply) {
        openAi.next(reply);
        return failureOf(call("direct:ask", "hello"), OpenAiException.class);
    }

    /** One answer of the server and what becomes of it. */
    record Row(
            String label,
            Reply reply,
            Class<? extends OpenAiException> failure,
            int status,
            String type,
            String code,
            boolean retryable,
            String category) {

        @Override
        public String toString() {
            return label;
        }
    }

    private static Row row(
            Reply reply,
            int status,
            String type,
            String code,
            Class<? extends OpenAiException> failure,
            String category) {
        String label = status + " " + code + " is " + failure.getSimpleName();
        boolean retryable =
                failure == OpenAiServerException.class || failure == OpenAiRateLimitException.class || status == 409;
        return new Row(label, reply, failure, status, type, code, retryable, category);
    }

    static Stream<Row> answers() {
        String invalid = "invalid_request_error";
        Class<OpenAiRequestException> request = OpenAiRequestException.class;
        Class<OpenAiAuthenticationException> key = OpenAiAuthenticationException.class;
        Class<OpenAiServerException> server = OpenAiServerException.class;
        Class<OpenAiRateLimitException> rate = OpenAiRateLimitException.class;
        Class<OpenAiQuotaException> money = OpenAiQuotaException.class;
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                row(Reply.status(400), 400, invalid, null, request, VALIDATION),
                row(Reply.status(404), 404, invalid, "model_not_found", request, VALIDATION),
                row(Reply.status(409), 409, invalid, "conflict", request, VALIDATION),
                row(Reply.status(413), 413, invalid, null, request, VALIDATION),
                row(Reply.status(422), 422, invalid, "unprocessable_entity", request, VALIDATION),
                row(Reply.status(401), 401, invalid, "invalid_api_key", key, AUTH),
                row(Reply.status(403), 403, "request_forbidden", "unsupported_country_region_territory", key, AUTH),
                row(Reply.status(408), 408, "timeout", "timeout", server, SERVER_ERROR),
                row(Reply.status(500), 500, "server_error", null, server, SERVER_ERROR),
                row(Reply.status(502), 502, null, null, server, SERVER_ERROR),
                row(Reply.status(503), 503, "service_unavailable_error", "server_is_overloaded", server, SERVER_ERROR),
                row(Reply.status(504), 504, null, null, server, SERVER_ERROR),
                row(Reply.status(402), 402, invalid, null, money, UNKNOWN),
                row(Reply.rateLimited(second), 429, "requests", "rate_limit_exceeded", rate, RATE_LIMIT),
                row(Reply.tokensLimited(second), 429, "tokens", "rate_limit_exceeded", rate, RATE_LIMIT),
                row(Reply.slowDown(second), 429, "rate_limit_error", "slow_down", rate, RATE_LIMIT),
                row(Reply.quotaExceeded(), 429, "insufficient_quota", "insufficient_quota", money, UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerThatSaysNoIsAnExceptionOfItsKind(Row row) {
        openAi.next(row.reply());

        Exchange answer = call("direct:ask", "hello");

        OpenAiException failure = failureOf(answer, row.failure());
        assertThat(failure.status()).isEqualTo(row.status());
        assertThat(failure.type()).isEqualTo(row.type());
        assertThat(failure.code()).isEqualTo(row.code());
        assertThat(failure.param()).isNull();
        assertThat(failure.requestId()).startsWith("req_");
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.isRetryable()).isEqualTo(row.retryable());
        assertThat(answer.getProperty("CamelAiErrorCategory")).isEqualTo(row.category());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insufficient_quota",
                "credit_balance_exhausted",
                "organization_spend_limit_exceeded",
                "project_spend_limit_exceeded",
                "organization_usage_limit_exceeded",
                "billing_hard_limit_reached",
                "billing_not_active"
            })
    void everyCodeAboutMoneyIsAQuotaException(String code) {
        OpenAiException failure = failureAfter(Reply.quotaExceeded(code).shouldRetry(true));

        assertThat(failure).isInstanceOf(OpenAiQuotaException.class).hasMessageContaining("the account needs credit");
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(openAi.requests()).hasSize(1);
    }

    @Test
    void theFieldThatTheServerComplainsAboutIsNamed() {
        OpenAiException failure = failureOf(
                call("openai:chat?model=gpt-4o-mini&additionalBodyProperty.temperature=7", "hello"),
                OpenAiRequestException.class);

        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.param()).isEqualTo("temperature");
    }

    @Test
    void aRequestLargerThanTheLimitIsARateLimitThatNoRetryHelps() {
        OpenAiException failure = failureAfter(Reply.tooLarge(1000, 5000));

        assertThat(failure).isInstanceOf(OpenAiRateLimitException.class).hasMessageContaining("Requested 5000");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.retryAfter()).isEmpty();
    }

    /** The forms in which a server says how long to wait. */
    record Wait(String label, Reply reply, Duration from, Duration to) {
        @Override
        public String toString() {
            return label;
        }
    }

    private static Wait wait(String label, Reply reply, long fromMillis, long toMillis) {
        return new Wait(label, reply, Duration.ofMillis(fromMillis), Duration.ofMillis(toMillis));
    }

    static Stream<Wait> waits() {
        return Stream.of(
                wait("milliseconds before seconds", Reply.rateLimited(Duration.ofMillis(300)), 300, 300),
                wait("seconds", Reply.status(503).header("Retry-After", "7"), 7000, 7000),
                wait("a date", Reply.status(503).retryAfterDate(Instant.now().plusSeconds(3600)), 3_500_000, 3_600_000),
                wait("a date that has passed", Reply.status(503).retryAfterDate(Instant.EPOCH), 0, 0),
                wait("a Go duration", Reply.status(503).header("Retry-After", "1m2.5s"), 62_500, 62_500),
                wait("hours", Reply.dailyLimit(Duration.ofHours(8)), 28_800_000, 28_800_000));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void theServersWaitIsPassedOn(Wait wait) {
        openAi.next(wait.reply());

        Exchange answer = call("direct:ask", "hello");

        OpenAiException failure = failureOf(answer, OpenAiException.class);
        assertThat(failure.retryAfter().orElseThrow()).isBetween(wait.from(), wait.to());
        assertThat(answer.getProperty("CamelAiRetryAfterMillis", Long.class))
                .isEqualTo(failure.retryAfter().orElseThrow().toMillis());
    }

    @Test
    void withoutAWaitThereIsNoProperty() {
        openAi.next(Reply.status(500));

        Exchange answer = call("direct:ask", "hello");

        assertThat(failureOf(answer, OpenAiServerException.class).retryAfter()).isEmpty();
        assertThat(answer.getProperties()).doesNotContainKey("CamelAiRetryAfterMillis");
    }

    @Test
    void theTracesOfAFailureGoWithTheNextSuccess() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .doTry()
                        .to("openai:chat")
                        .doCatch(OpenAiRateLimitException.class)
                        .to("openai:chat")
                        .end();
            }
        });
        openAi.next(Reply.rateLimited(Duration.ofMillis(20)), Reply.text("fine"));

        Exchange answer = call("direct:twice", "hello");

        assertThat(bodyOf(answer)).isEqualTo("fine");
        assertThat(answer.getProperties()).doesNotContainKeys("CamelAiErrorCategory", "CamelAiRetryAfterMillis");
    }

    @Nested
    class WhenTheErrorIsNotTheApisJson {

        @Test
        void anHtmlPageIsNamedAsOne() {
            OpenAiException failure = failureAfter(Reply.html(503));

            assertThat(failure)
                    .isInstanceOf(OpenAiServerException.class)
                    .hasMessageContaining("an HTML page titled \"503\"")
                    .hasMessageContaining("a proxy or a wrong baseUrl may be in the way");
        }

        @Test
        void aPlainTextIsTheMessage() {
            OpenAiException failure = failureAfter(Reply.plainText(408, "upstream request timeout"));

            assertThat(failure)
                    .isInstanceOf(OpenAiServerException.class)
                    .hasMessageContaining("upstream request timeout");
            assertThat(failure.status()).isEqualTo(408);
        }

        @Test
        void anErrorThatIsOnlyATextIsTheMessage() {
            OpenAiException failure = failureAfter(Reply.errorAsText(422, "no such thing"));

            assertThat(failure).isInstanceOf(OpenAiRequestException.class).hasMessageContaining("no such thing");
            assertThat(failure.code()).isNull();
            assertThat(failure.type()).isNull();
        }

        @Test
        void anHtmlPageWithStatus200IsNoAnswer() {
            OpenAiException failure = failureAfter(Reply.html(200));

            assertThat(failure).isInstanceOf(OpenAiResponseException.class);
            assertThat(failure.status()).isEqualTo(200);
        }
    }

    static final List<String> OPERATIONS = List.of("chat", "image", "embed", "transcribe", "speech");

    @Nested
    class WhenTheAnswerIsNotWhole {

        /** A body that each operation accepts. */
        private Object body(String operation) {
            return operation.equals("transcribe") ? "ID3 a recording".getBytes(StandardCharsets.US_ASCII) : "hello";
        }

        private Exchange callOf(String operation) {
            return call("openai:" + operation, body(operation));
        }

        @ParameterizedTest
        @FieldSource("io.github.camelopenai.scenario.ErrorTableTest#OPERATIONS")
        void aResetIsATransportException(String operation) {
            openAi.next(Reply.connectionReset());

            Exchange answer = callOf(operation);

            OpenAiTransportException failure = failureOf(answer, OpenAiTransportException.class);
            assertThat(failure.status()).isZero();
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(answer.getProperty("CamelAiErrorCategory")).isEqualTo(UNKNOWN);
        }

        @ParameterizedTest
        @FieldSource("io.github.camelopenai.scenario.ErrorTableTest#OPERATIONS")
        void anEmptyResponseIsATransportException(String operation) {
            openAi.next(Reply.emptyResponse());

            OpenAiTransportException failure = failureOf(callOf(operation), OpenAiTransportException.class);

            assertThat(failure.isRetryable()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"chat", "image", "embed", "transcribe"})
        void aCutConnectionIsATransportException(String operation) {
            openAi.next(Reply.ok().cutAfter(30));

            OpenAiTransportException failure = failureOf(callOf(operation), OpenAiTransportException.class);

            assertThat(failure.isRetryable()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"chat", "image", "embed", "transcribe"})
        void malformedJsonIsAResponseException(String operation) {
            openAi.next(Reply.malformedJson());

            OpenAiResponseException failure = failureOf(callOf(operation), OpenAiResponseException.class);

            assertThat(failure.status()).isEqualTo(200);
            assertThat(failure.requestId()).startsWith("req_");
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(failure.isRetryable()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"chat", "image", "embed", "transcribe"})
        void anEmptyBodyIsAResponseException(String operation) {
            openAi.next(Reply.emptyBody());

            OpenAiResponseException failure = failureOf(callOf(operation), OpenAiResponseException.class);

            assertThat(failure.status()).isEqualTo(200);
            assertThat(failure.attempts()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "[]", "null", "\"text\""})
        void anAnswerOfAnotherShapeIsAResponseException(String json) {
            for (String operation : List.of("chat", "image", "embed", "transcribe")) {
                openAi.next(Reply.json(json));

                OpenAiResponseException failure = failureOf(callOf(operation), OpenAiResponseException.class);

                assertThat(failure.status()).as(operation).isEqualTo(200);
            }
        }

        @Test
        void aFailureThatIsToldUnderStatus200IsAFailureOfTheServer() {
            for (String operation : List.of("chat", "image", "embed", "transcribe")) {
                openAi.next(Reply.json("{\"error\":{\"message\":\"late trouble\"}}"));

                assertThat(failureOf(callOf(operation), OpenAiServerException.class))
                        .as(operation)
                        .hasMessageContaining("late trouble");
            }
        }

        @Test
        void aSpeechThatIsCutFailsWhoeverReadsIt() throws Exception {
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:say").to("openai:speech").convertBodyTo(byte[].class);
                }
            });
            openAi.next(Reply.ok().cutAfter(100));

            assertThat(call("direct:say", "hello").getException()).isNotNull();
        }

        @Test
        void anAnswerWithoutChoicesIsAResponseException() {
            assertThat(failureAfter(Reply.emptyChoices()))
                    .isInstanceOf(OpenAiResponseException.class)
                    .hasMessageContaining("no choices");
        }

        @Test
        void aRefusalIsAResponseExceptionWithTheModelsWords() {
            openAi.next(Reply.refusal("I would rather not."));

            OpenAiResponseException failure = failureOf(call("direct:ask", "hello"), OpenAiResponseException.class);

            assertThat(failure.refusal()).isEqualTo("I would rather not.");
            assertThat(failure).hasMessageNotContaining("rather");
        }

        @Test
        void aTextCutAtLengthIsAnAnswer() {
            openAi.next(Reply.text("half a sen").andFinishReason("length"));

            assertThat(bodyOf(call("direct:ask", "hello"))).isEqualTo("half a sen");
        }

        @Test
        void jsonCutAtLengthIsAResponseException() {
            openAi.next(Reply.text("{\"half\": ").andFinishReason("length"));

            assertThat(failureOf(
                            call("openai:chat?responseFormat=json_object", "answer in JSON"),
                            OpenAiResponseException.class))
                    .hasMessageContaining("raise maxTokens");
        }
    }

    @Nested
    class WhenNothingWasSent {

        @Test
        void aServerThatIsNotThereIsATransportException() {
            OpenAiTransportException failure = failureOf(
                    call("openai:chat?baseUrl=http://127.0.0.1:1/v1", "hello"), OpenAiTransportException.class);

            assertThat(failure).hasMessageContaining("the connection was refused");
            assertThat(failure.status()).isZero();
            assertThat(failure.requestId()).isNull();
            assertThat(failure.isRetryable()).isTrue();
        }

        @Test
        void anEmptyBodyIsRefusedBeforeItLeaves() {
            Exchange answer = call("direct:ask", null);

            OpenAiRequestException failure = failureOf(answer, OpenAiRequestException.class);
            assertThat(failure.attempts()).isZero();
            assertThat(failure.isRetryable()).isFalse();
            assertThat(answer.getProperty("CamelAiErrorCategory")).isEqualTo(VALIDATION);
            assertThat(openAi.requests()).isEmpty();
        }

        @Test
        void aRequestLargerThanAMinuteIsRefusedWithTheNumbers() {
            Exchange answer = call("openai:chat?tokensPerMinute=100&maxTokens=5000", "hello");

            assertThat(failureOf(answer, OpenAiRateLimitException.class))
                    .hasMessageContaining("more than the limit of")
                    .hasMessageContaining("100 tokens per minute");
            assertThat(answer.getProperty("CamelAiErrorCategory")).isEqualTo(RATE_LIMIT);
            assertThat(openAi.requests()).isEmpty();
        }
    }

    @Test
    void aRouteCatchesByTypeAndReadsTheDetails() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(OpenAiRateLimitException.class)
                        .handled(true)
                        .setBody(simple("later: ${exception.retryAfter.get.toMillis}"));
                onException(OpenAiException.class).handled(true).setBody(simple("failed: ${exception.status}"));
                from("direct:caught").to("openai:chat");
            }
        });
        openAi.next(Reply.rateLimited(Duration.ofMillis(250)), Reply.status(500));

        assertThat(bodyOf(call("direct:caught", "hello"))).isEqualTo("later: 250");
        assertThat(bodyOf(call("direct:caught", "hello"))).isEqualTo("failed: 500");
    }

    @Test
    void noFailureTellsTheKeyOrThePrompt() {
        String secret = "the launch code is 0000 and nobody but us two may ever know it";
        openAi.next(Reply.plainText(400, "bad: " + secret + " key " + openAi.apiKey()));

        OpenAiException failure = failureOf(call("direct:ask", secret), OpenAiException.class);

        assertThat(failure.toString()).doesNotContain("launch code").doesNotContain(openAi.apiKey());
    }
}
