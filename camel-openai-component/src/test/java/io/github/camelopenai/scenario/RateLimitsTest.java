// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.test.OpenAiSimulatorBuilder;
import io.github.camelopenai.test.Reply;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server says about its limits, and what becomes of it. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class RateLimitsTest {

    private static final String CHAT = "openai:chat?model=gpt-4o-mini";

    @Nested
    class WhenTheServerRejects extends Line {

        @Override
        void configure(OpenAiConfiguration options) {
            options.setRetryInitialDelay(1);
            options.setRetryMaxDelay(5);
        }

        @Test
        void itsWaitIsObeyedAndCostsNoRetry() {
            openAi.next(
                    Reply.rateLimited(Duration.ofMillis(100)),
                    Reply.rateLimited(Duration.ofMillis(100)),
                    Reply.rateLimited(Duration.ofMillis(100)),
                    Reply.status(500));

            Exchange answer = call(CHAT + "&maxRetries=1", "hello");

            assertThat(bodyOf(answer)).isEqualTo("You said: hello");
            assertThat(answer.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(5);
            List<Duration> arrivals =
                    openAi.requests().stream().map(request -> request.arrival()).toList();
            assertThat(arrivals.get(3).minus(arrivals.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(295));
        }

        @Test
        void itIsFinalWhereRetriesAreSwitchedOff() {
            openAi.next(Reply.rateLimited(Duration.ofMillis(5)));

            Exchange end = call(CHAT + "&maxRetries=0", "hello");

            assertThat(failureOf(end, OpenAiRateLimitException.class).attempts())
                    .isEqualTo(1);
            assertThat(openAi.requests()).hasSize(1);
        }

        @Test
        void itIsFinalWhenTheWaitIsPastTheDeadline() {
            openAi.next(Reply.rateLimited(Duration.ofSeconds(30)));

            Exchange end = call(CHAT + "&retryTimeout=10s", "hello");

            OpenAiRateLimitException failure = failureOf(end, OpenAiRateLimitException.class);
            assertThat(failure).hasMessageContaining("past the retry deadline");
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
        }
    }

    @Nested
    class WhenNoTierIsSet extends Line {

        @Override
        OpenAiSimulatorBuilder simulator() {
            return super.simulator().limits(120, 60_000);
        }

        @Test
        void theLimitsAreLearned() throws Exception {
            bodyOf(call(CHAT, "hello"));

            assertThat(component.quotaLevels()).singleElement().satisfies(level -> {
                assertThat(level.requestsPerMinute()).hasValue(120);
                assertThat(level.tokensPerMinute()).hasValue(60_000);
            });
        }

        @Test
        void aCallThatCanNeverFitFailsWithoutTheServer() throws Exception {
            bodyOf(call(CHAT, "hello"));

            Exchange end = call(CHAT + "&maxTokens=70000", "hello");

            assertThat(failureOf(end, OpenAiRateLimitException.class))
                    .hasMessageContaining("more than the limit of 60,000 tokens per minute");
            assertThat(openAi.requests()).hasSize(1);
        }

        @Test
        void theyAreNotLearnedWhereThatIsSwitchedOff() throws Exception {
            bodyOf(call(CHAT + "&learnLimits=false", "hello"));

            assertThat(component.quotaLevels()).singleElement().satisfies(level -> assertThat(level.requestsPerMinute())
                    .isEmpty());
        }

        @Test
        void callsBeyondThemWaitAndAreNotRejected() throws Exception {
            // One after the other: a call that is late shows in the headers before the server's bucket is empty.
            String oneByOne = CHAT + "&maxConcurrentRequests=1";
            bodyOf(call(oneByOne, "hello"));

            List<Exchange> ends = ends(sendAll(producer(oneByOne), 125));

            assertThat(ends).allSatisfy(end -> bodyOf(end));
            assertThat(openAi.requests())
                    .hasSize(126)
                    .allMatch(request -> request.status().orElse(0) == 200);
        }
    }

    @Nested
    class TheAnswer extends Line {

        @Override
        OpenAiSimulatorBuilder simulator() {
            return super.simulator().limits(120, 60_000);
        }

        @Test
        void tellsWhatIsLeftAndWhatItTook() {
            Exchange answer = call(CHAT, "hello");

            assertThat(answer.getMessage().getHeader(OpenAiHeaders.RATE_LIMIT_REMAINING_REQUESTS, Long.class))
                    .isEqualTo(119);
            assertThat(answer.getMessage().getHeader(OpenAiHeaders.RATE_LIMIT_REMAINING_TOKENS, Long.class))
                    .isBetween(40_000L, 60_000L);
            assertThat(answer.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(1);
            assertThat(queuedMillis(answer)).isZero();
        }

        @Test
        void tellsHowLongItHasWaited() throws Exception {
            List<Exchange> ends = ends(sendAll(producer(CHAT + "&requestsPerMinute=20&learnLimits=false"), 2));

            // One leaves at once and the other three seconds later, far longer than it takes to send both.
            assertThat(ends).anyMatch(end -> queuedMillis(end) > 0);
            assertThat(ends).allMatch(end -> queuedMillis(end) < 20_000);
        }
    }
}
