// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.internal.retry.RetryPolicy.Verdict;
import io.github.camelopenai.internal.retry.RetryPolicy.Verdict.GiveUp;
import io.github.camelopenai.internal.retry.RetryPolicy.Verdict.Retry;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decides about failed attempts; backoff begins at a second and ends at 20, the deadline is after two minutes. */
class RetryPolicyTest {

    private static final double LONGEST = 1; // more than any real randomness, for round numbers

    private static RetryPolicy policy(int maxRetries, double random) {
        return new RetryPolicy(
                maxRetries, Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofMinutes(2), () -> random);
    }

    private static OpenAiException failure(int status, String code, Duration retryAfter) {
        ErrorDetails details = new ErrorDetails(status, code, null, null, null, 1, retryAfter, true);
        return status == 429
                ? new OpenAiRateLimitException("busy", details, null)
                : new OpenAiServerException("broken", details, null);
    }

    private static Verdict after(RetryPolicy policy, int attempt, OpenAiException failure) {
        return policy.afterFailure(attempt, failure, Duration.ZERO);
    }

    @Nested
    class Backoff {

        @ParameterizedTest(name = "attempt {0}, random {1}: {2}")
        @CsvSource({
            "1, 1.0, PT1S", "2, 1.0, PT2S", "3, 1.0, PT4S", "4, 1.0, PT8S", "5, 1.0, PT16S",
            "6, 1.0, PT20S", "60, 1.0, PT20S", "1, 0.5, PT0.5S", "3, 0.25, PT1S", "4, 0.0, PT0S"
        })
        void doublesUpToItsCapAndIsJittered(int attempt, double random, Duration expected) {
            Verdict verdict = after(policy(100, random), attempt, failure(500, null, null));

            assertThat(verdict).isEqualTo(new Retry(expected));
        }

        @ParameterizedTest(name = "{0} {1}, attempt {2}: {3}")
        @CsvSource({
            "503, , 1, PT4S",
            "503, , 2, PT8S",
            "503, , 4, PT20S",
            "429, slow_down, 1, PT4S",
            "429, rate_limit_exceeded, 1, PT1S"
        })
        void isFourTimesAsLongForAnOverloadedServer(int status, String code, int attempt, Duration expected) {
            Verdict verdict = after(policy(100, LONGEST), attempt, failure(status, code, null));

            assertThat(verdict).isEqualTo(new Retry(expected));
        }
    }

    @Nested
    class WhenTheServerSaysHowLong {

        @Test
        void itIsTheLeast() {
            Verdict verdict = after(policy(3, 0), 1, failure(429, null, Duration.ofSeconds(7)));

            assertThat(verdict).isEqualTo(new Retry(Duration.ofSeconds(7)));
        }

        @Test
        void aTenthIsAddedAsJitter() {
            Verdict verdict = after(policy(3, LONGEST), 1, failure(429, null, Duration.ofSeconds(10)));

            assertThat(verdict).isEqualTo(new Retry(Duration.ofSeconds(11)));
        }

        @Test
        void aLongerBackoffWins() {
            Verdict verdict = after(policy(10, LONGEST), 4, failure(429, null, Duration.ofSeconds(1)));

            assertThat(verdict).isEqualTo(new Retry(Duration.ofSeconds(8)));
        }

        @Test
        void theCapOfTheBackoffDoesNotCutIt() {
            Verdict verdict = after(policy(3, 0), 1, failure(429, null, Duration.ofSeconds(90)));

            assertThat(verdict).isEqualTo(new Retry(Duration.ofSeconds(90)));
        }
    }

    @Nested
    class GivingUp {

        @Test
        void saysThatTheWaitIsPastTheDeadline() {
            Verdict verdict = after(policy(3, 0), 1, failure(429, null, Duration.ofMinutes(6)));

            assertThat(verdict)
                    .isEqualTo(new GiveUp("the next attempt would come 360s later, past the retry deadline"
                            + " (retryTimeout=120s)"));
        }

        @Test
        void countsTheTimeThatHasPassed() {
            RetryPolicy policy = policy(3, 0);
            OpenAiException failure = failure(429, null, Duration.ofSeconds(5));

            assertThat(policy.afterFailure(2, failure, Duration.ofSeconds(115)))
                    .isEqualTo(new Retry(Duration.ofSeconds(5)));
            assertThat(policy.afterFailure(2, failure, Duration.ofSeconds(116)))
                    .isEqualTo(new GiveUp("the next attempt would come 5000ms later, past the retry deadline"
                            + " (retryTimeout=120s)"));
        }

        @Test
        void saysHowManyAttemptsThereWere() {
            RetryPolicy policy = policy(2, 0);

            assertThat(after(policy, 2, failure(500, null, null))).isInstanceOf(Retry.class);
            assertThat(after(policy, 3, failure(500, null, null)))
                    .isEqualTo(new GiveUp("gave up after 3 attempts (maxRetries)"));
        }

        @Test
        void needsNoWordsWithoutRetries() {
            assertThat(after(policy(0, 0), 1, failure(500, null, null))).isEqualTo(new GiveUp(null));
        }

        @Test
        void needsNoWordsWhenTryingAgainCannotHelp() {
            OpenAiException wrong = OpenAiRequestException.refused("wrong");

            assertThat(after(policy(5, 0), 1, wrong)).isEqualTo(new GiveUp(null));
        }

        @Test
        void survivesAWaitOfThousandsOfYears() {
            Verdict verdict = after(policy(5, LONGEST), 1, failure(429, null, Duration.ofDays(2_900_000)));

            assertThat(verdict).isInstanceOf(GiveUp.class);
        }
    }

    @Test
    void givesTheSameAnswerToTheSameQuestion() {
        RetryPolicy policy = policy(3, 0.3);
        OpenAiException failure = failure(500, null, null);

        assertThat(after(policy, 2, failure)).isEqualTo(after(policy, 2, failure));
    }
}
