// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.quota.Cost;
import io.github.camelopenai.internal.quota.QuotaSnapshot;
import io.github.camelopenai.internal.quota.Throttles;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When a call leaves, and how its permit ends; 57 requests and 5,700 tokens may leave at once. */
class ThrottledTransportTest {

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final Throttles throttles = new Throttles(ticker, timer, new InTurn());
    private final FakeTransport network = new FakeTransport();
    private final Transport throttled =
            new ThrottledTransport(network, SampleSettings.of("http://server/v1"), throttles);
    private final Progress progress = new Progress();

    private static HttpCall<Object> call(long tokens) {
        return new HttpCall<>(
                "/embeddings",
                new Payload.Json(new byte[0]),
                "text-embedding-3-large",
                Cost.ofTokens(tokens),
                (head, body) -> body,
                false,
                value -> OptionalLong.empty(),
                null);
    }

    private CompletableFuture<Reply<Object>> send(long tokens) {
        return throttled.send(call(tokens), progress);
    }

    private QuotaSnapshot quota() {
        return throttles.snapshots().get(0);
    }

    private static ErrorDetails sent(int status, boolean retryable) {
        return new ErrorDetails(status, null, null, null, null, 1, null, retryable);
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
            network.answer("vector", OptionalLong.of(200));

            CompletableFuture<Reply<Object>> answer = send(1_000);

            assertThat(answer).isCompleted();
            isLeftWith(56, 5_500);
        }

        @Test
        void isKeptWhenTheAnswerDoesNotTellItsUsage() {
            network.answer("vector");

            send(1_000);

            isLeftWith(56, 4_700);
        }

        @Test
        void isKeptWhenTheServerFails() {
            network.fail(new OpenAiServerException("broken", sent(500, true), null));

            CompletableFuture<Reply<Object>> answer = send(1_000);

            assertThat(answer).isCompletedExceptionally();
            isLeftWith(56, 4_700);
        }

        @Test
        void isRefundedWhenTheCallNeverLeft() {
            network.refuse(new OpenAiTransportException("unsendable", ErrorDetails.LOCAL, null));

            send(1_000);

            isLeftWith(57, 5_700);
        }

        @Test
        void emptiesTheLedgerWhenTheServerRejectsTheRate() {
            network.fail(new OpenAiRateLimitException("busy", sent(429, true), null));

            send(1_000);

            isLeftWith(0, 0);
        }

        @Test
        void leavesTheLedgerAloneWhenOneRequestIsTooLarge() {
            network.fail(new OpenAiRateLimitException("Request too large", sent(429, false), null));

            send(1_000);

            isLeftWith(56, 4_700);
        }

        @Test
        void isKeptWhenTheCallIsCancelledOnItsWay() {
            FakeTransport.Pending pending = network.pending();
            CompletableFuture<Reply<Object>> answer = send(1_000);
            assertThat(quota().inFlight()).isEqualTo(1);

            answer.cancel(true);
            assertThat(pending.isCancelled()).isTrue();
            pending.fail(new OpenAiTransportException("Canceled", sent(0, true), null));

            isLeftWith(56, 4_700);
        }

        @Test
        void isHeldUntilABodyThatWasHandedOnIsClosed() throws Exception {
            OpenBody body = new OpenBody(new ByteArrayInputStream(new byte[3]));
            network.answer(body);

            send(1_000);
            assertThat(quota().inFlight()).isEqualTo(1);
            body.close();

            isLeftWith(56, 4_700);
        }

        @Test
        void isEndedWhenABodyComesTooLate() {
            FakeTransport.Pending pending = network.pending();
            send(1_000).cancel(true);
            OpenBody body = new OpenBody(new ByteArrayInputStream(new byte[3]));

            pending.answer(body, OptionalLong.empty());

            assertThat(body.closed()).isDone();
            isLeftWith(56, 4_700);
        }
    }

    @Nested
    class InTheQueue {

        @Test
        void aCallIsNotSentBeforeItsTime() {
            network.answer("first").answer("second");
            send(5_700);

            CompletableFuture<Reply<Object>> second = send(1_000);
            assertThat(network.sent()).hasSize(1);
            timer.runNext();

            assertThat(second)
                    .isCompletedWithValueMatching(reply -> reply.queued().equals(Duration.ofSeconds(10)));
        }

        @Test
        void aCancelledCallIsNeverSentAndCostsNothing() {
            network.answer("first");
            send(5_700);
            CompletableFuture<Reply<Object>> second = send(1_000);

            second.cancel(true);
            timer.advance(Duration.ofMinutes(1));

            assertThat(network.sent()).hasSize(1);
            assertThat(quota().tokensLeft()).hasValue(5_700);
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
            send(5_700);
            CompletableFuture<Reply<Object>> other = throttled.send(call(100), new Progress());

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
