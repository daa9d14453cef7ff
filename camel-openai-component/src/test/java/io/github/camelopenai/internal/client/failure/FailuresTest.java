// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiAuthenticationException;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiQuotaException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.SampleSettings;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Used;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which exception a failed answer becomes, and what it says. */
class FailuresTest {

    private static final String SENTENCE = "Please tell nobody that Mrs Miller lives in Elm Street 5";

    private final Failures failures = new Failures(
            SampleSettings.of("http://server/v1"), InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z")));

    private OpenAiException of(int status, String body, String... headers) {
        FakeReplyHead head = new FakeReplyHead(status, headers);
        Response response = new Response.Builder()
                .request(new Request.Builder()
                        .url("http://server/v1/chat/completions")
                        .build())
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("")
                .body(ResponseBody.create(body, MediaType.get("application/json")))
                .build();
        return failures.ofStatus(call(), head, response, 2);
    }

    private static HttpCall<?> call() {
        byte[] document = ("{\"messages\":[{\"content\":\"" + SENTENCE + "\"}]}").getBytes(StandardCharsets.UTF_8);
        return new HttpCall<>(
                "/chat/completions",
                new Payload.Json(document),
                "gpt-4o",
                Cost.OF_ONE_REQUEST,
                (head, body) -> null,
                false,
                value -> Used.UNKNOWN,
                null);
    }

    private static String error(String type, String code, String message) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":"
                + (code == null ? "null" : "\"" + code + "\"") + "}}";
    }

    @Nested
    class Statuses {

        @ParameterizedTest(name = "{0}")
        @CsvSource({
            "400, OpenAiRequestException,        false",
            "401, OpenAiAuthenticationException, false",
            "402, OpenAiQuotaException,          false",
            "403, OpenAiAuthenticationException, false",
            "404, OpenAiRequestException,        false",
            "405, OpenAiRequestException,        false",
            "408, OpenAiServerException,         true",
            "409, OpenAiRequestException,        true",
            "413, OpenAiRequestException,        false",
            "418, OpenAiRequestException,        false",
            "422, OpenAiRequestException,        false",
            "429, OpenAiRateLimitException,      true",
            "500, OpenAiServerException,         true",
            "501, OpenAiServerException,         false",
            "502, OpenAiServerException,         true",
            "503, OpenAiServerException,         true",
            "504, OpenAiServerException,         true",
            "505, OpenAiServerException,         false",
            "520, OpenAiServerException,         true",
            "524, OpenAiServerException,         true",
            "307, OpenAiRequestException,        false"
        })
        void haveTheirExceptionWhateverTheBody(int status, String expected, boolean retryable) {
            for (String body : new String[] {"", "{", "<html>", "oops", "[]", "null", "{}", error("t", "c", "m")}) {
                OpenAiException failure = of(status, body);

                assertThat(failure.getClass().getSimpleName()).as(body).isEqualTo(expected);
                assertThat(failure).hasMessageContaining(" answered " + status);
                assertThat(failure.status()).isEqualTo(status);
                assertThat(failure.isRetryable()).isEqualTo(retryable);
                assertThat(failure.attempts()).isEqualTo(2);
            }
        }
    }

    @Nested
    class TooManyRequests {

        @ParameterizedTest
        @ValueSource(strings = {"requests", "tokens", "images", "input-images"})
        void areARateLimit(String type) {
            OpenAiException failure = of(
                    429,
                    error(
                            type,
                            "rate_limit_exceeded",
                            "Rate limit reached: Limit 3, Used 3, Requested 1. Please try again in 6m0s."));

            assertThat(failure).isInstanceOf(OpenAiRateLimitException.class);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure.code()).isEqualTo("rate_limit_exceeded");
            assertThat(failure.type()).isEqualTo(type);
            assertThat(failure.retryAfter()).contains(Duration.ofMinutes(6));
        }

        @Test
        void thatGrewTooFastAreARateLimitToo() {
            OpenAiException failure = of(429, error("rate_limit_error", "slow_down", "Slow down"));

            assertThat(failure).isInstanceOf(OpenAiRateLimitException.class);
            assertThat(failure.isRetryable()).isTrue();
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
        void areAboutMoneyByTheirCode(String code) {
            OpenAiException failure = of(429, error("insufficient_quota", code, "You exceeded your quota"));

            assertThat(failure)
                    .isInstanceOf(OpenAiQuotaException.class)
                    .hasMessageEndingWith("; waiting does not help, the account needs credit");
            assertThat(failure.isRetryable()).isFalse();
        }

        @Test
        void areAboutMoneyByTheirTypeAlone() {
            OpenAiException failure = of(429, error("insufficient_quota", null, "You exceeded your quota"));

            assertThat(failure).isInstanceOf(OpenAiQuotaException.class);
            assertThat(failure.isRetryable()).isFalse();
        }

        @Test
        void mayBeOneThatNeverFits() {
            OpenAiException failure = of(
                    429,
                    error(
                            "tokens",
                            "rate_limit_exceeded",
                            "Request too large for gpt-4o: Limit 30000, Requested 34102."));

            assertThat(failure)
                    .isInstanceOf(OpenAiRateLimitException.class)
                    .hasMessageContaining("Limit 30000, Requested 34102");
            assertThat(failure.isRetryable()).isFalse();
        }

        @Test
        void sayHowLongToWaitInAHeaderFirst() {
            String body = error("tokens", "rate_limit_exceeded", "Please try again in 20s.");

            assertThat(of(429, body, "retry-after", "7").retryAfter()).contains(Duration.ofSeconds(7));
            assertThat(of(429, body, "retry-after", "7", "retry-after-ms", "50").retryAfter())
                    .contains(Duration.ofMillis(50));
            assertThat(of(429, body, "retry-after", "Sun, 22 Nov 2026 10:01:00 GMT")
                            .retryAfter())
                    .contains(Duration.ofMinutes(1));
            assertThat(of(429, body).retryAfter()).contains(Duration.ofSeconds(20));
        }
    }

    @Nested
    class TheServersAdvice {

        @ParameterizedTest(name = "{0} with {1}: {2}")
        @CsvSource({
            "400, true, true",
            "400, false, false",
            "500, false, false",
            "500, true, true",
            "429, false, false",
            "500, maybe, true",
            "400, maybe, false",
            "500, FALSE, false"
        })
        void isFollowed(int status, String advice, boolean retryable) {
            assertThat(of(status, "", "x-should-retry", advice).isRetryable()).isEqualTo(retryable);
        }

        @Test
        void isNotFollowedWhenTheAccountHasNoMoney() {
            String body = error("insufficient_quota", "insufficient_quota", "You exceeded your quota");

            assertThat(of(429, body, "x-should-retry", "true").isRetryable()).isFalse();
            assertThat(of(402, "", "x-should-retry", "true").isRetryable()).isFalse();
        }
    }

    @Nested
    class TheMessage {

        @Test
        void saysWhoAnsweredWhatAndWhy() {
            OpenAiException failure = of(
                    400,
                    "{\"error\":{\"message\":\"too long\",\"type\":\"invalid_request_error\",\"param\":\"messages\","
                            + "\"code\":\"context_length_exceeded\"}}",
                    "x-request-id",
                    "req_42");

            assertThat(failure)
                    .hasMessage("http://server/v1/chat/completions answered 400 context_length_exceeded for messages:"
                            + " too long [request req_42]");
            assertThat(failure.requestId()).isEqualTo("req_42");
            assertThat(failure.param()).isEqualTo("messages");
            assertThat(((OpenAiRequestException) failure).isContextLengthExceeded())
                    .isTrue();
        }

        @Test
        void namesTheTypeWhereThereIsNoCode() {
            assertThat(of(500, error("server_error", null, "oops")))
                    .isInstanceOf(OpenAiServerException.class)
                    .hasMessage("http://server/v1/chat/completions answered 500 server_error: oops");
        }

        @Test
        void showsNoKey() {
            OpenAiException failure = of(
                    401,
                    error(
                            "invalid_request_error",
                            "invalid_api_key",
                            "Incorrect API key provided: " + SampleSettings.API_KEY + " or sk-other1234"));

            assertThat(failure)
                    .isInstanceOf(OpenAiAuthenticationException.class)
                    .hasMessageContaining("provided: (key) or (key)")
                    .hasMessageNotContaining("sk-");
        }

        @Test
        void showsNoContent() {
            OpenAiException failure = of(422, error("value_error", null, "not '" + SENTENCE + "'"));

            assertThat(failure).hasMessageContaining("not '(part of the request)'");
        }
    }
}
