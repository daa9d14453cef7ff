// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When and with what words a throttle sends calls away. */
class ThrottleRefusalTest {

    private static final Limits LIMITS = Limits.perMinute(600, 6_000);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final Throttle throttle = new Throttle("key", LIMITS, new QueuePolicy(100, 2), ticker, timer, new InTurn());

    private static Patience upTo(Duration timeout) {
        return new Patience(timeout, WhenFull.FAIL);
    }

    private CompletableFuture<Permit> ask(long tokens, Duration timeout) {
        return ask(throttle, tokens, timeout);
    }

    private static CompletableFuture<Permit> ask(Throttle throttle, long tokens, Duration timeout) {
        return throttle.acquire(Cost.ofTokens(tokens), Lane.DEFAULT, upTo(timeout));
    }

    private void useUpTokens() {
        ask(6_000, Duration.ZERO).join().settle(Used.UNKNOWN, ServerView.NONE);
    }

    private static OpenAiException failure(CompletableFuture<?> call) {
        assertThat(call).isCompletedExceptionally();
        ExecutionException wrapped = catchThrowableOfType(ExecutionException.class, call::get);
        return (OpenAiException) wrapped.getCause();
    }

    @Nested
    class AFullQueue {

        @Test
        void refusesAtOnce() {
            useUpTokens();
            ask(100, Duration.ofMinutes(1));
            ask(100, Duration.ofMinutes(1));

            OpenAiException refusal = failure(ask(100, Duration.ofMinutes(1)));

            assertThat(refusal)
                    .isInstanceOf(OpenAiRateLimitException.class)
                    .hasMessage(
                            "the queue of lane default is full: 2 calls wait already (maxQueued); slow the source down with"
                                    + " whenQueueFull=block, or raise maxQueued");
            assertThat(refusal.attempts()).isZero();
            assertThat(refusal.isRetryable()).isTrue();
        }

        @Test
        void stillTakesAReturningCall() {
            useUpTokens();
            ask(100, Duration.ofMinutes(1));
            ask(100, Duration.ofMinutes(1));

            CompletableFuture<Permit> returning = comeBack();

            assertThat(returning).isNotDone();
            assertThat(throttle.snapshot().queued()).isEqualTo(3);
        }

        @Test
        void takesAsManyReturningCallsAsMayBeUnderWayAndWait() {
            useUpTokens();
            for (int call = 0; call < 102; call++) {
                assertThat(comeBack()).isNotDone();
            }

            OpenAiException refusal = failure(comeBack());

            assertThat(refusal)
                    .isInstanceOf(OpenAiRateLimitException.class)
                    .hasMessage(
                            "the queue of lane default is full: 102 calls that were under way wait for another attempt"
                                    + " or another round of tools (maxConcurrentRequests and maxQueued together); let fewer"
                                    + " exchanges in at once, or raise maxQueued");
            assertThat(refusal.isRetryable()).isTrue();
            assertThat(throttle.snapshot().queued()).isEqualTo(102);
        }

        private CompletableFuture<Permit> comeBack() {
            return throttle.acquire(
                    Cost.ofTokens(100),
                    Lane.DEFAULT,
                    upTo(Duration.ofMinutes(1)).again(Duration.ofSeconds(1)));
        }
    }

    @Nested
    class AWaitPastTheDeadline {

        private final Throttle known = new Throttle(
                "key", Limits.NONE.overriddenBy(600L, 6_000L), new QueuePolicy(100, 2), ticker, timer, new InTurn());

        /** Numbers of our own, and answers that tell what calls use; then a minute's tokens are used up. */
        @BeforeEach
        void learnAndUseUpTokens() {
            for (int call = 0; call < 8; call++) {
                ask(known, 1, Duration.ZERO).join().settle(new Used(1, 1), ServerView.NONE);
            }
            timer.advance(Duration.ofSeconds(62));
            ask(known, 6_000, Duration.ZERO).join().settle(Used.UNKNOWN, ServerView.NONE);
        }

        @Test
        void isComputedAndRefusedAtOnce() {
            ask(known, 2_000, Duration.ofMinutes(5));

            OpenAiException refusal = failure(ask(known, 1_000, Duration.ofSeconds(20)));

            assertThat(refusal)
                    .isInstanceOf(OpenAiRateLimitException.class)
                    .hasMessage(
                            "the call would wait about 1m21s for quota of tokens, longer than queueTimeout=20s; 1 calls"
                                    + " wait before it and the limit is 6,000 tokens per minute");
            assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(81));
            assertThat(known.snapshot().queued()).isEqualTo(1);
        }

        /** It is an estimate. */
        @Test
        void isNoReasonUnlessItIsTwiceAsLong() {
            ask(known, 2_000, Duration.ofMinutes(5));

            assertThat(ask(known, 1_000, Duration.ofSeconds(41))).isNotDone();
        }

        @Test
        void isNotComputedForACallThatCanLeaveNow() {
            CompletableFuture<Permit> largerThanThePace = ask(6_000, Duration.ofSeconds(1));

            assertThat(largerThanThePace).isCompleted();
        }

        @Test
        void isMinutesAndSecondsInTheMessage() {
            OpenAiException refusal = failure(ask(known, 6_000, Duration.ofMillis(500)));

            assertThat(refusal)
                    .hasMessageContaining("about 1m for quota of tokens, longer than queueTimeout=500ms; 0 calls");
        }
    }

    @Nested
    class ADeadlineInTheQueue {

        @Test
        void failsTheCallThen() {
            ask(900, Duration.ZERO).join().settle(Used.UNKNOWN, ServerView.NONE);
            CompletableFuture<Permit> late = ask(1_000, Duration.ofSeconds(15));
            // It goes ahead, so what was computed for the other no longer holds.
            throttle.acquire(
                    Cost.ofTokens(3_000),
                    Lane.DEFAULT,
                    upTo(Duration.ofMinutes(5)).again(Duration.ZERO));

            timer.advance(Duration.ofSeconds(14));
            assertThat(late).isNotDone();
            timer.advance(Duration.ofSeconds(1));

            OpenAiException refusal = failure(late);
            assertThat(refusal)
                    .isInstanceOf(OpenAiRateLimitException.class)
                    .hasMessage("the call got no quota within queueTimeout=15s; it would wait about 24s more for quota"
                            + " of tokens, and the limit is 6,000 tokens per minute");
            assertThat(refusal.attempts()).isZero();
            assertThat(throttle.snapshot().queued()).isZero();
        }

        @Test
        void isKeptEvenWhileNothingComesBack() {
            Throttle stuck = new Throttle("stuck", Limits.NONE, new QueuePolicy(1, 10), ticker, timer, new InTurn());
            stuck.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, upTo(Duration.ofSeconds(5)));
            CompletableFuture<Permit> waiting =
                    stuck.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, upTo(Duration.ofSeconds(5)));

            assertThat(timer.nextDelay()).isEqualTo(Duration.ofSeconds(5));
            timer.runNext();

            OpenAiException refusal = failure(waiting);
            assertThat(refusal)
                    .hasMessage("the call could not leave within queueTimeout=5s: as many are under way as may be"
                            + " (maxConcurrentRequests=1); raise it, or let fewer exchanges in at once");
            assertThat(refusal.retryAfter()).isEmpty();
            assertThat(timer.pending()).isZero();
        }
    }

    @Nested
    class TooLargeACall {

        @Test
        void failsAtOnceWithTheNumbers() {
            OpenAiException refusal = failure(ask(6_001, Duration.ofHours(1)));

            assertThat(refusal)
                    .isInstanceOf(OpenAiRateLimitException.class)
                    .hasMessage("the request needs about 6,001 tokens, more than the limit of 6,000"
                            + " tokens per minute; split it, lower maxTokens, or correct tier or tokensPerMinute if"
                            + " the account allows more");
            assertThat(refusal.isRetryable()).isFalse();
            assertThat(refusal.retryAfter()).isEmpty();
        }
    }

    @Nested
    class Closing {

        @Test
        void failsAllWaiters() {
            useUpTokens();
            CompletableFuture<Permit> first = ask(100, Duration.ofMinutes(1));
            CompletableFuture<Permit> second = ask(100, Duration.ofMinutes(1));

            throttle.close();

            assertThat(failure(first))
                    .isInstanceOf(OpenAiTransportException.class)
                    .hasMessage("the component stopped while the call waited for quota; it was not sent");
            assertThat(failure(second)).isInstanceOf(OpenAiTransportException.class);
            assertThat(timer.pending()).isZero();
        }

        @Test
        void refusesLaterCalls() {
            throttle.close();

            assertThat(failure(ask(1, Duration.ofMinutes(1)))).hasMessageContaining("stopped");
        }

        @Test
        void stillTakesPermitsBack() {
            Permit permit = ask(100, Duration.ZERO).join();
            throttle.close();

            permit.settle(Used.ofTokens(100), ServerView.NONE);

            assertThat(throttle.snapshot().inFlight()).isZero();
        }
    }
}
