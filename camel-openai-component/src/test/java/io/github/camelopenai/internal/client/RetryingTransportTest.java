// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiQuotaException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.FakeTransport;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.retry.RetryBudget;
import io.github.camelopenai.internal.retry.RetryPolicy;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The one retry loop: at most three retries, backoff 1, 2, 4 seconds, deadline after two minutes. */
class RetryingTransportTest {

    private static final HttpCall<Object> CALL = new HttpCall<>(
            "/chat/completions",
            new Payload.Json(new byte[0]),
            "gpt-4o",
            Cost.ofTokens(10),
            (head, body) -> body,
            false,
            value -> Used.UNKNOWN,
            null);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final RetryBudget budget = new RetryBudget(ticker);
    private final FakeTransport server = new FakeTransport();
    private final CallProgress progress = new CallProgress(Lane.DEFAULT, false);

    private CompletableFuture<Reply<Object>> send() {
        RetryPolicy policy =
                new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofMinutes(2), () -> 1);
        return new RetryingTransport(server, policy, budget, timer, ticker).send(CALL, progress);
    }

    private static OpenAiException broken() {
        return new OpenAiServerException("broken", details(500, null, null, true), null);
    }

    private static OpenAiException busy(Duration retryAfter) {
        return new OpenAiRateLimitException("busy", details(429, "rate_limit_exceeded", retryAfter, true), null);
    }

    private static ErrorDetails details(int status, String code, Duration retryAfter, boolean retryable) {
        return new ErrorDetails(status, code, null, null, "req_1", 1, retryAfter, retryable);
    }

    private static OpenAiException failure(CompletableFuture<?> call) {
        assertThat(call).isCompletedExceptionally();
        return (OpenAiException)
                catchThrowableOfType(ExecutionException.class, call::get).getCause();
    }

    @AfterEach
    void theWholeScriptIsPlayed() {
        assertThat(server.unread()).isZero();
        assertThat(timer.pending()).isZero();
    }

    @Nested
    class OnTheWayToSuccess {

        @Test
        void anAnswerNeedsNoTimer() {
            server.answer("hello");

            CompletableFuture<Reply<Object>> answer = send();

            assertThat(answer)
                    .isCompletedWithValueMatching(reply -> reply.value().equals("hello"));
            assertThat(server.sent()).containsExactly(CALL);
        }

        @Test
        void eachFailureIsFollowedByALongerDelay() {
            server.fail(broken()).fail(broken()).fail(broken()).answer("hello");

            CompletableFuture<Reply<Object>> answer = send();

            assertThat(timer.nextDelay()).isEqualTo(Duration.ofSeconds(1));
            timer.runNext();
            assertThat(timer.nextDelay()).isEqualTo(Duration.ofSeconds(2));
            timer.runNext();
            assertThat(timer.nextDelay()).isEqualTo(Duration.ofSeconds(4));
            timer.runNext();
            assertThat(answer).isCompletedWithValueMatching(reply -> reply.attempts() == 4);
        }

        @Test
        void waitsAsLongAsTheServerAsks() {
            server.fail(busy(Duration.ofSeconds(30))).answer("hello");

            CompletableFuture<Reply<Object>> answer = send();

            assertThat(timer.nextDelay()).isEqualTo(Duration.ofSeconds(33));
            timer.runNext();
            assertThat(answer).isCompleted();
        }
    }

    @Nested
    class GivingUp {

        @Test
        void carriesTheNumberOfAttemptsAndTheReason() {
            server.fail(broken()).fail(broken()).fail(broken()).fail(broken());

            CompletableFuture<Reply<Object>> answer = send();
            timer.advance(Duration.ofMinutes(1));

            assertThat(failure(answer))
                    .isInstanceOf(OpenAiServerException.class)
                    .hasMessage("broken; gave up after 4 attempts (maxRetries)");
            assertThat(failure(answer).attempts()).isEqualTo(4);
            assertThat(failure(answer).requestId()).isEqualTo("req_1");
        }

        @Test
        void comesAtOnceWhenTheServersWaitIsPastTheDeadline() {
            server.fail(busy(Duration.ofMinutes(6)));

            CompletableFuture<Reply<Object>> answer = send();

            assertThat(failure(answer))
                    .isInstanceOf(OpenAiRateLimitException.class)
                    .hasMessage("busy; the next attempt would come 396s later, past the retry deadline"
                            + " (retryTimeout=120s)");
            assertThat(failure(answer).retryAfter()).contains(Duration.ofMinutes(6));
        }

        @Test
        void countsTheDelaysThatHavePassed() {
            server.fail(busy(Duration.ofSeconds(60))).fail(busy(Duration.ofSeconds(60)));

            CompletableFuture<Reply<Object>> answer = send();
            timer.runNext();

            assertThat(failure(answer)).hasMessageContaining("past the retry deadline");
            assertThat(failure(answer).attempts()).isEqualTo(2);
        }

        @Test
        void countsTimeInTheQueue() {
            server.fail(busy(Duration.ofSeconds(60)));
            FakeTransport.Pending second = server.pending();
            CompletableFuture<Reply<Object>> answer = send();
            timer.runNext();

            ticker.advance(Duration.ofMinutes(10));
            progress.waited(Duration.ofMinutes(10));
            second.fail(broken().afterGivingUp(null, 2));

            assertThat(failure(answer)).isInstanceOf(OpenAiServerException.class);
            assertThat(failure(answer)).hasMessageContaining("past the retry deadline");
        }
    }

    @Nested
    class Never {

        @Test
        void whenTheAccountIsOutOfMoney() {
            server.fail(new OpenAiQuotaException(
                    "no credit", details(429, "insufficient_quota", Duration.ofSeconds(1), false), null));

            CompletableFuture<Reply<Object>> answer = send();

            assertThat(failure(answer)).isInstanceOf(OpenAiQuotaException.class).hasMessage("no credit");
            assertThat(failure(answer).attempts()).isEqualTo(1);
        }

        @Test
        void whenOurOwnQueueRefused() {
            OpenAiException full =
                    new OpenAiRateLimitException("the queue is full", ErrorDetails.notNow(Duration.ofSeconds(1)), null);
            server.refuse(full);

            CompletableFuture<Reply<Object>> answer = send();

            assertThat(failure(answer)).isSameAs(full);
        }

        @Test
        void whenOurOwnQueueRefusedALaterAttempt() {
            server.fail(broken())
                    .refuse(new OpenAiRateLimitException("the queue is full", ErrorDetails.notNow(null), null));

            CompletableFuture<Reply<Object>> answer = send();
            timer.runNext();

            assertThat(failure(answer))
                    .hasMessageStartingWith("the queue is full; before that, ")
                    .hasMessageEndingWith(broken().getMessage());
            assertThat(failure(answer).attempts()).isEqualTo(1);
        }

        @Test
        void whenTheFailureIsNoneOfOurs() {
            FakeTransport.Pending sent = server.pending();
            CompletableFuture<Reply<Object>> answer = send();

            sent.fail(new IllegalStateException("a mistake"));

            assertThat(answer)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class Cancelled {

        @Test
        void duringADelayTheTimerForgetsIt() {
            server.fail(broken());
            CompletableFuture<Reply<Object>> answer = send();

            answer.cancel(true);

            assertThat(timer.pending()).isZero();
            assertThat(server.sent()).hasSize(1);
        }

        @Test
        void duringASendTheSendIsCancelled() {
            FakeTransport.Pending sent = server.pending();
            CompletableFuture<Reply<Object>> answer = send();

            answer.cancel(true);

            assertThat(sent.isCancelled()).isTrue();
        }

        @Test
        void aFailureThatComesLateIsNotTriedAgain() {
            FakeTransport.Pending sent = server.pending();
            CompletableFuture<Reply<Object>> answer = send();
            answer.cancel(true);

            sent.fail(broken());

            assertThat(timer.pending()).isZero();
        }

        @Test
        void anAnswerThatComesLateIsClosed() {
            FakeTransport.Pending sent = server.pending();
            AtomicInteger closed = new AtomicInteger();
            send().cancel(true);

            sent.answer((Closeable) closed::incrementAndGet, Used.UNKNOWN);

            assertThat(closed).hasValue(1);
        }
    }

    @Nested
    class TheBudget {

        private void spendAll() {
            while (budget.trySpend()) {
                // until nothing is left
            }
        }

        @Test
        void endsRetriesOfBrokenCalls() {
            spendAll();
            server.fail(broken());

            CompletableFuture<Reply<Object>> answer = send();

            assertThat(failure(answer))
                    .hasMessage("broken; not tried again: too many calls fail, the retry budget is used up");
        }

        @Test
        void isNotAskedForRejectionsOfRate() {
            spendAll();
            server.fail(busy(null)).answer("hello");

            CompletableFuture<Reply<Object>> answer = send();
            timer.runNext();

            assertThat(answer).isCompleted();
        }

        @Test
        void growsWithEachSuccess() {
            spendAll();
            for (int success = 0; success < 11; success++) {
                server.answer("hello");
                send();
            }

            assertThat(budget.trySpend()).isTrue();
        }
    }
}
