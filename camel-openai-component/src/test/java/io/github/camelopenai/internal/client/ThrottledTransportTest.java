// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.FakeTransport;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.OpenBody;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.SampleSettings;
import io.github.camelopenai.internal.client.call.Transport;
import io.github.camelopenai.internal.quota.Throttles;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.model.QuotaLevel;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When a call leaves, and how its permit ends; ten requests and 900 tokens may leave at once, then 100 tokens a second. */
class ThrottledTransportTest {

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final Throttles throttles = new Throttles(ticker, timer, new InTurn());
    private final FakeTransport network = new FakeTransport();
    private final Transport throttled =
            new ThrottledTransport(network, SampleSettings.of("http://server/v1"), throttles);
    private final CallProgress progress = new CallProgress(Lane.DEFAULT, false);

    private static HttpCall<Object> call(long tokens) {
        return new HttpCall<>(
                "/embeddings",
                new Payload.Json(new byte[0]),
                "text-embedding-3-large",
                Cost.ofTokens(tokens),
                (head, body) -> body,
                false,
                value -> Used.UNKNOWN,
                null);
    }

    private CompletableFuture<Reply<Object>> send(long tokens) {
        return throttled.send(call(tokens), progress);
    }

    private QuotaLevel quota() {
        return throttles.snapshots().get(0);
    }

    private static ErrorDetails sent(int status, boolean retryable) {
        return new ErrorDetails(status, null, null, null, null, 1, null, retryable);
    }

    private static ErrorDetails busyFor(Duration retryAfter) {
        return new ErrorDetails(429, null, null, null, null, 1, retryAfter, true);
    }

    /** A wait of more nanoseconds than a number holds once kept the exchange from ending. */
    @Test
    void aCallEndsHoweverLongTheServerAsksToWait() {
        network.fail(new OpenAiRateLimitException("busy", busyFor(Duration.ofDays(365_000)), null));

        CompletableFuture<Reply<Object>> answer = send(1_000);

        assertThat(answer).isCompletedExceptionally();
        assertThat(quota().inFlight()).isZero();
    }

    @Nested
    class ThePermit {

        private void isLeftWith(long requests, long tokens) {
            assertThat(quota().requestsLeft()).hasValue(requests);
            assertThat(quota().tokensLeft()).hasValue(tokens);
            assertThat(quota().inFlight()).isZero();
        }

        @Test
        void isSettledWithTheRealUsage() {
            network.answer("vector", Used.ofTokens(200));

            CompletableFuture<Reply<Object>> answer = send(1_000);

            assertThat(answer).isCompleted();
            isLeftWith(599, 5_800);
        }

        @Test
        void isKeptWhenTheAnswerDoesNotTellItsUsage() {
            network.answer("vector");

            send(1_000);

            isLeftWith(599, 5_000);
        }

        @Test
        void isKeptWhenTheServerFails() {
            network.fail(new OpenAiServerException("broken", sent(500, true), null));

            CompletableFuture<Reply<Object>> answer = send(1_000);

            assertThat(answer).isCompletedExceptionally();
            isLeftWith(599, 5_000);
        }

        @Test
        void isRefundedWhenTheCallNeverLeft() {
            network.refuse(new OpenAiTransportException("unsendable", ErrorDetails.LOCAL, null));

            send(1_000);

            isLeftWith(600, 6_000);
        }

        @Test
        void costsTheRequestOnlyWhenTheServerRejectsTheRate() {
            network.fail(new OpenAiRateLimitException("busy", sent(429, true), null));

            send(1_000);

            isLeftWith(599, 6_000);
        }

        @Test
        void letsTheNextCallWaitWhenTheServerRejectsTheRate() {
            network.fail(new OpenAiRateLimitException("busy", busyFor(Duration.ofSeconds(7)), null));

            send(1_000);
            send(1);

            assertThat(network.sent()).hasSize(1);
            assertThat(timer.nextDelay()).isEqualTo(Duration.ofSeconds(7));
        }

        @Test
        void leavesTheLedgerAloneWhenOneRequestIsTooLarge() {
            network.fail(new OpenAiRateLimitException("Request too large", sent(429, false), null));

            send(1_000);

            isLeftWith(599, 5_000);
        }

        @Test
        void isKeptWhenTheCallIsCancelledOnItsWay() {
            FakeTransport.Pending pending = network.pending();
            CompletableFuture<Reply<Object>> answer = send(1_000);
            assertThat(quota().inFlight()).isEqualTo(1);

            answer.cancel(true);
            assertThat(pending.isCancelled()).isTrue();
            pending.fail(new OpenAiTransportException("Canceled", sent(0, true), null));

            isLeftWith(599, 5_000);
        }

        @Test
        void isHeldUntilABodyThatWasHandedOnIsClosed() throws Exception {
            OpenBody body = new OpenBody(new ByteArrayInputStream(new byte[3]));
            network.answer(body);

            send(1_000);
            assertThat(quota().inFlight()).isEqualTo(1);
            body.close();

            isLeftWith(599, 5_000);
        }

        @Test
        void isEndedWhenABodyComesTooLate() {
            FakeTransport.Pending pending = network.pending();
            send(1_000).cancel(true);
            OpenBody body = new OpenBody(new ByteArrayInputStream(new byte[3]));

            pending.answer(body, Used.UNKNOWN);

            assertThat(body.closed()).isDone();
            isLeftWith(599, 5_000);
        }
    }

    @Nested
    class InTheQueue {

        @Test
        void aCallIsNotSentBeforeItsTime() {
            network.answer("first").answer("second");
            send(900);

            CompletableFuture<Reply<Object>> second = send(300);
            assertThat(network.sent()).hasSize(1);
            timer.runNext();

            assertThat(second)
                    .isCompletedWithValueMatching(reply -> reply.queued().equals(Duration.ofSeconds(3)));
        }

        @Test
        void aCancelledCallIsNeverSentAndCostsNothing() {
            network.answer("first");
            send(900);
            CompletableFuture<Reply<Object>> second = send(300);

            second.cancel(true);
            timer.advance(Duration.ofMinutes(2));

            assertThat(network.sent()).hasSize(1);
            assertThat(quota().tokensLeft()).hasValue(6_000);
            assertThat(quota().queued()).isZero();
        }

        @Test
        void aRefusalReachesTheCaller() {
            CompletableFuture<Reply<Object>> answer = send(7_000);

            assertThat(answer)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(OpenAiException.class)
                    .withMessageContaining("needs about 7,000 tokens");
            assertThat(network.sent()).isEmpty();
        }

        @Test
        void aLaterAttemptGoesBeforeOthers() {
            network.answer("first").answer("again").answer("other");
            send(900);
            CompletableFuture<Reply<Object>> other = throttled.send(call(100), new CallProgress(Lane.DEFAULT, false));

            CompletableFuture<Reply<Object>> again = send(100); // progress knows that it was sent before
            timer.runNext();

            assertThat(again).isCompleted();
            assertThat(other).isNotDone();
            timer.runNext();
            assertThat(other).isCompleted();
        }
    }

    @Test
    void theKeyOfAThrottleShowsNoSecret() {
        network.answer("vector");

        send(1);

        assertThat(quota().key()).startsWith("http://server/v1 key ").doesNotContain("sk-");
    }
}
