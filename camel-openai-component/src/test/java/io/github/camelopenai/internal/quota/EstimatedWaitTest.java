// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An estimate of the wait loses a call only when it is known to be right; and a refusal names what is short. */
class EstimatedWaitTest {

    private static final Limits ROW = Limits.perMinute(500, 30_000);
    private static final Limits OWN = Limits.NONE.overriddenBy(500L, 30_000L);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);

    private Throttle throttle(Limits limits) {
        return new Throttle("key", limits, new QueuePolicy(256, 10_000), ticker, timer, new InTurn());
    }

    /** Bounded by 4,000 tokens of which it uses 50; about a hundred calls of a row of 30,000 tokens are a quarter of an hour. */
    private static CompletableFuture<Permit> call(Throttle throttle, Duration timeout) {
        return throttle.acquire(new Cost(50, 4_000, true, 0), Lane.DEFAULT, new Patience(timeout, WhenFull.FAIL));
    }

    private static List<CompletableFuture<Permit>> calls(Throttle throttle, int count, Duration timeout) {
        List<CompletableFuture<Permit>> calls = new ArrayList<>();
        for (int call = 0; call < count; call++) {
            calls.add(call(throttle, timeout));
        }
        return calls;
    }

    private static OpenAiException failure(CompletableFuture<Permit> call) {
        assertThat(call).isCompletedExceptionally();
        return (OpenAiException) call.handle((permit, failure) -> failure).join();
    }

    /** So many answers, of calls that leave one after the other; the server is a bucket of so much in a minute. */
    private void answers(Throttle throttle, int count, long limit) {
        for (int answer = 0; answer < count; answer++) {
            CompletableFuture<Permit> call = call(throttle, HOUR);
            while (!call.isDone()) {
                timer.runNext();
            }
            long used = answer % 4 + 1;
            call.join()
                    .settle(
                            new Used(100, 50),
                            limit == 0
                                    ? ServerView.NONE
                                    : new ServerView(reading(500, used), reading(limit, 4_050 * used)));
        }
    }

    private static Reading reading(long limit, long used) {
        return new Reading(limit, limit - used, used * 60_000_000_000L / limit);
    }

    @Nested
    class AGuess {

        @Test
        void ofATierRefusesNobodyAtOnce() {
            Throttle throttle = throttle(ROW);

            List<CompletableFuture<Permit>> calls = calls(throttle, 400, Duration.ofMinutes(5));

            assertThat(calls).noneMatch(CompletableFuture::isCompletedExceptionally);
            assertThat(throttle.snapshot().queued()).isGreaterThan(380);
            assertThat(throttle.snapshot().expectedWaitKnown()).isFalse();
        }

        @Test
        void ofWhatCallsUseRefusesNobodyAtOnce() {
            List<CompletableFuture<Permit>> calls = calls(throttle(OWN), 400, Duration.ofMinutes(5));

            assertThat(calls).noneMatch(CompletableFuture::isCompletedExceptionally);
        }

        @Test
        void thatTheServerContradictsRefusesNobodyAtOnce() {
            Throttle throttle = throttle(ROW);
            answers(throttle, 1, 200_000);

            List<CompletableFuture<Permit>> calls = calls(throttle, 400, Duration.ofMinutes(5));

            assertThat(calls).noneMatch(CompletableFuture::isCompletedExceptionally);
        }

        @Test
        void isToldWhenTheDeadlineHasPassed() {
            Throttle throttle = throttle(ROW);
            CompletableFuture<Permit> last =
                    calls(throttle, 400, Duration.ofSeconds(30)).get(399);

            timer.advance(Duration.ofSeconds(30));

            assertThat(failure(last).retryAfter().orElseThrow()).isPositive();
        }
    }

    @Nested
    class WhatIsKnown {

        @Test
        void isANumberAndAnswers() {
            Throttle throttle = throttle(OWN);
            answers(throttle, 8, 0);
            calls(throttle, 400, HOUR);

            CompletableFuture<Permit> refused = call(throttle, Duration.ofSeconds(10));

            assertThat(failure(refused)).hasMessageContaining("longer than queueTimeout=10s");
            assertThat(throttle.snapshot().expectedWaitKnown()).isTrue();
            assertThat(throttle.snapshot().expectedWait()).isGreaterThan(Duration.ofSeconds(20));
        }

        @Test
        void isWhatTheServerNames() {
            Throttle throttle = throttle(ROW);
            answers(throttle, 12, 60_000);
            calls(throttle, 700, HOUR);

            CompletableFuture<Permit> refused = call(throttle, Duration.ofSeconds(10));

            assertThat(failure(refused))
                    .hasMessageContaining("longer than queueTimeout=10s")
                    .hasMessageContaining("the limit is 60,000 tokens per minute");
            assertThat(throttle.snapshot().expectedWaitKnown()).isTrue();
        }

        @Test
        void isWhatTheServerNamesWhereNothingIsSet() {
            Throttle throttle = throttle(Limits.NONE);
            answers(throttle, 8, 60_000);
            calls(throttle, 700, HOUR);

            assertThat(throttle.snapshot().expectedWaitKnown()).isTrue();
            assertThat(call(throttle, Duration.ofSeconds(10))).isCompletedExceptionally();
        }

        @Test
        void isNoReasonUnlessItIsTwiceAsLong() {
            Throttle throttle = throttle(OWN);
            answers(throttle, 8, 0);
            calls(throttle, 400, HOUR);
            Duration wait = throttle.snapshot().expectedWait();

            assertThat(call(throttle, wait.multipliedBy(6).dividedBy(10))).isNotDone();
            assertThat(call(throttle, wait.multipliedBy(4).dividedBy(10))).isCompletedExceptionally();
        }
    }

    @Nested
    class APlaceUnderWay {

        @Test
        void isToldWhenTheDeadlineHasPassed() {
            Throttle narrow = new Throttle("key", Limits.NONE, new QueuePolicy(1, 10), ticker, timer, new InTurn());
            Permit first = call(narrow, HOUR).join();
            timer.advance(Duration.ofSeconds(10));
            first.settle(new Used(100, 50), ServerView.NONE);
            call(narrow, HOUR).join();

            CompletableFuture<Permit> late = call(narrow, Duration.ofSeconds(8));
            timer.advance(Duration.ofSeconds(8));

            assertThat(failure(late)).hasMessageContaining("maxConcurrentRequests=1");
            assertThat(failure(late).retryAfter()).contains(Duration.ofSeconds(10));
        }
    }

    @Nested
    class ARefusalNames {

        private final Limits images = new Limits(
                Limits.Limit.UNKNOWN, Limits.Limit.UNKNOWN, new Limits.Limit(OptionalLong.of(5), Limits.Learning.NONE));

        private CompletableFuture<Permit> ask(Throttle throttle, Cost cost, Duration timeout) {
            return throttle.acquire(cost, Lane.DEFAULT, new Patience(timeout, WhenFull.FAIL));
        }

        @Test
        void imagesThatCanNeverBeMade() {
            OpenAiException refusal = failure(ask(throttle(images), Cost.ofImages(10), HOUR));

            assertThat(refusal)
                    .hasMessage(
                            "the request asks for 10 images, more than the limit of 5 images per minute; lower n, or"
                                    + " correct tier if the account allows more");
        }

        @Test
        void imagesThatAreWaitedFor() {
            Throttle throttle = throttle(images);
            ask(throttle, Cost.ofImages(5), HOUR);

            CompletableFuture<Permit> late = ask(throttle, Cost.ofImages(5), Duration.ofSeconds(5));
            timer.advance(Duration.ofSeconds(5));

            assertThat(failure(late))
                    .hasMessageContaining("quota of images")
                    .hasMessageContaining("the limit is 5 images per minute")
                    .hasMessageNotContaining("tokens");
        }

        @Test
        void requests() {
            Throttle throttle = throttle(Limits.NONE.overriddenBy(1L, null));
            ask(throttle, Cost.OF_ONE_REQUEST, HOUR).join().settle(Used.ofTokens(0), ServerView.NONE);

            OpenAiException refusal = failure(ask(throttle, Cost.OF_ONE_REQUEST, Duration.ofSeconds(5)));

            assertThat(refusal)
                    .hasMessageContaining("for quota of requests, longer than queueTimeout=5s")
                    .hasMessageContaining("the limit is 1 requests per minute");
        }

        @Test
        void theDay() {
            Throttle throttle = throttle(Limits.NONE);
            for (long used : new long[] {10, 50, 100, 150, 200}) {
                ServerView view = new ServerView(new Reading(200, 200 - used, used * 432_000_000_000L), null);
                ask(throttle, Cost.OF_ONE_REQUEST, HOUR).join().settle(Used.ofTokens(0), view);
            }

            OpenAiException refusal = failure(ask(throttle, Cost.OF_ONE_REQUEST, Duration.ofSeconds(5)));

            assertThat(refusal)
                    .hasMessageContaining("for quota of requests")
                    .hasMessageContaining("the limit is 200 requests per day");
        }
    }
}
