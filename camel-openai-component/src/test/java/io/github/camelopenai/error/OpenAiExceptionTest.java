// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route finds in an exception. */
class OpenAiExceptionTest {

    private static final ErrorDetails DETAILS =
            new ErrorDetails(429, "rate_limit_exceeded", "tokens", "model", "req_7", 1, Duration.ofSeconds(3), true);
    private static final Throwable CAUSE = new IllegalStateException("below");

    static Stream<OpenAiException> family() {
        return Stream.of(
                new OpenAiRequestException("it failed", DETAILS, CAUSE),
                new OpenAiAuthenticationException("it failed", DETAILS, CAUSE),
                new OpenAiRateLimitException("it failed", DETAILS, CAUSE),
                new OpenAiQuotaException("it failed", DETAILS, CAUSE),
                new OpenAiServerException("it failed", DETAILS, CAUSE),
                new OpenAiTransportException("it failed", DETAILS, CAUSE),
                new OpenAiResponseException("it failed", DETAILS, CAUSE));
    }

    @Test
    void hasNoMemberThatIsNotTestedHere() {
        List<Class<?>> tested = family().<Class<?>>map(Object::getClass).toList();

        assertThat(OpenAiException.class.getPermittedSubclasses()).containsExactlyInAnyOrderElementsOf(tested);
    }

    @ParameterizedTest
    @MethodSource("family")
    void isUnchecked(OpenAiException failure) {
        assertThat((Throwable) failure).isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @MethodSource("family")
    void carriesAllThatIsKnown(OpenAiException failure) {
        assertThat(failure).hasMessage("it failed").hasCause(CAUSE);
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure.code()).isEqualTo("rate_limit_exceeded");
        assertThat(failure.type()).isEqualTo("tokens");
        assertThat(failure.param()).isEqualTo("model");
        assertThat(failure.requestId()).isEqualTo("req_7");
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(failure.isRetryable()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("family")
    void keepsItsClassAndDetailsAfterGivingUp(OpenAiException failure) {
        OpenAiException last = failure.afterGivingUp("gave up after 4 attempts (maxRetries)", 4);

        assertThat(last)
                .hasSameClassAs(failure)
                .hasMessage("it failed; gave up after 4 attempts (maxRetries)")
                .hasCause(CAUSE);
        assertThat(last.details()).isEqualTo(DETAILS.withAttempts(4));
        assertThat(last.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    @ParameterizedTest
    @MethodSource("family")
    void keepsItsMessageWhenItSpeaksForItself(OpenAiException failure) {
        assertThat(failure.afterGivingUp(null, 1)).hasMessage("it failed");
    }

    @ParameterizedTest
    @MethodSource("family")
    void survivesSerialization(OpenAiException failure) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(failure);

        OpenAiException read =
                (OpenAiException) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(read).hasSameClassAs(failure).hasMessage("it failed");
        assertThat(read.status()).isZero();
        assertThat(read.retryAfter()).isEmpty();
    }

    @Nested
    class Requests {

        private OpenAiRequestException withCode(String code) {
            return new OpenAiRequestException(
                    "no", new ErrorDetails(400, code, null, null, null, 1, null, false), null);
        }

        @ParameterizedTest
        @ValueSource(strings = {"context_length_exceeded", "max_tokens_per_request", "string_above_max_length"})
        void areTooLongByTheirCode(String code) {
            assertThat(withCode(code).isContextLengthExceeded()).isTrue();
            assertThat(withCode(code).isContentFiltered()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "content_policy_violation",
                    "moderation_blocked",
                    "content_filter",
                    "invalid_prompt",
                    "ResponsibleAIPolicyViolation"
                })
        void areFilteredByTheirCode(String code) {
            assertThat(withCode(code).isContentFiltered()).isTrue();
            assertThat(withCode(code).isContextLengthExceeded()).isFalse();
        }

        @Test
        void areNeitherWithoutACode() {
            assertThat(withCode(null).isContextLengthExceeded()).isFalse();
            assertThat(withCode(null).isContentFiltered()).isFalse();
        }

        @Test
        void refusedHereWereNeverSent() {
            OpenAiRequestException refused = OpenAiRequestException.refused("maxTokens must be positive");

            assertThat(refused.attempts()).isZero();
            assertThat(refused.status()).isZero();
            assertThat(refused.isRetryable()).isFalse();
        }
    }

    @Nested
    class Refusals {

        private final OpenAiResponseException refusal =
                OpenAiResponseException.refused("I must not", ErrorDetails.ofAnswer(200, "req_1", 1));

        @Test
        void haveTheWordsOfTheModelButNotInTheMessage() {
            assertThat(refusal.refusal()).isEqualTo("I must not");
            assertThat(refusal).hasMessage("the model refused to answer; refusal() has its words");
            assertThat(refusal.status()).isEqualTo(200);
            assertThat(refusal.isRetryable()).isFalse();
        }

        @Test
        void keepTheWordsAfterGivingUp() {
            assertThat(((OpenAiResponseException) refusal.afterGivingUp(null, 2)).refusal())
                    .isEqualTo("I must not");
        }
    }
}
