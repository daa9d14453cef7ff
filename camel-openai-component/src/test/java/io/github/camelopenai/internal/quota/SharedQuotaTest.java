// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.share.FakeQuotaStore;
import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.StoreFailure;
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

/** One throttle that leases from a store whose answers the test gives. */
class SharedQuotaTest {

    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), WhenFull.FAIL);
    private static final String REQUESTS = "account gpt-4o requests";
    private static final String TOKENS = "account gpt-4o tokens";

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final FakeQuotaStore store = new FakeQuotaStore();

    private Throttle throttle(Limits limits, StoreFailure policy) {
        return new Throttle(
                "account gpt-4o",
                limits,
                new QueuePolicy(100, 1_000),
                new SharedQuota.Sharing(store, policy, () -> 0),
                ticker,
                timer,
                new InTurn());
    }

    private Throttle throttle(StoreFailure policy) {
        return throttle(Limits.perMinute(600, 60_000), policy);
    }

    private static CompletableFuture<Permit> ask(Throttle throttle, long tokens, Patience patience) {
        return throttle.acquire(Cost.ofTokens(tokens), Lane.DEFAULT, patience);
    }

    private static CompletableFuture<Permit> ask(Throttle throttle, long tokens) {
        return ask(throttle, tokens, PATIENT);
    }

    private static Used used(long tokens) {
        return Used.ofTokens(tokens);
    }

    @Nested
    class WhenTheStoreAnswers {

        private final Throttle throttle = throttle(StoreFailure.SHARE);

        @Test
        void aCallLeavesWithBothLeases() {
            CompletableFuture<Permit> permit = ask(throttle, 100);

            store.grant(REQUESTS);
            assertThat(permit).isNotDone();
            store.grant(TOKENS);

            assertThat(permit).isCompleted();
        }

        @Test
        void whatIsLeasedOfOneIsKeptWhileTheOtherIsWaitedFor() {
            CompletableFuture<Permit> permit = ask(throttle, 2_000);
            store.grant(TOKENS);
            store.refuse(REQUESTS, Duration.ofMillis(1_500));

            timer.advance(Duration.ofMillis(1_200));

            assertThat(store.returned(TOKENS)).isZero();
            timer.advance(Duration.ofMillis(400));
            store.grant(REQUESTS);
            assertThat(permit).isCompleted();
        }

        @Test
        void anEndingCallLeavesTheNextOneWhatItHasLeased() {
            Permit first = granted(throttle, 100);
            CompletableFuture<Permit> second = ask(throttle, 3_000);
            store.grant(TOKENS);

            first.settle(used(100), ServerView.NONE);

            assertThat(store.returned(TOKENS)).isZero();
            store.grant(REQUESTS);
            assertThat(second).isCompleted();
        }

        @Test
        void asksAgainAfterTwoSecondsAtMostAsTheBucketMayBeCorrected() {
            CompletableFuture<Permit> permit = ask(throttle, 100);
            store.grant(REQUESTS);
            store.refuse(TOKENS, Duration.ofSeconds(40));

            timer.advance(Duration.ofSeconds(2));
            store.grant(TOKENS);
            store.grantAll();

            assertThat(permit).isCompleted();
        }

        @Test
        void aDebtAndACallThatAreMoreThanTheBucketHoldsAreLeasedInTurns() {
            Permit first = granted(throttle, 4_000);
            first.settle(used(40_000), ServerView.NONE);
            timer.advance(Duration.ofMinutes(3));

            CompletableFuture<Permit> second = ask(throttle, 50_000);
            store.grantAll();
            store.grantAll();

            assertThat(second).isCompleted();
            assertThat(store.largestNeed()).isLessThanOrEqualTo(60_000);
        }

        @Test
        void whatACallDidNotUseGoesBackAfterASecondOfRest() {
            Permit permit = granted(throttle, 400);
            permit.settle(used(100), ServerView.NONE);

            timer.advance(Duration.ofMillis(1_001));

            assertThat(store.returned(TOKENS)).isEqualTo(300);
        }

        @Test
        void closingGivesBackWhatIsHeldAndWhatComesLater() {
            Permit permit = granted(throttle, 400);
            CompletableFuture<Permit> waiting = ask(throttle, 50);

            throttle.close();
            store.grantAll();
            permit.settle(used(100), ServerView.NONE);

            assertThat(waiting).isCompletedExceptionally();
            assertThat(store.leased(TOKENS) - store.returned(TOKENS)).isEqualTo(100);
            assertThat(store.leased(REQUESTS) - store.returned(REQUESTS)).isEqualTo(1);
        }
    }

    @Nested
    class WhenItEndsWhileALeaseIsAskedFor {

        private final Throttle throttle = throttle(StoreFailure.SHARE);

        @Test
        void theEndWaitsForTheAnswerAndGivesTheLeaseBack() {
            ask(throttle, 100);

            throttle.close();
            assertThat(throttle.returning()).isNotDone();
            store.grantAll();

            assertThat(throttle.returning()).isDone();
            assertThat(store.leased(TOKENS)).isPositive();
            assertThat(store.returned(TOKENS)).isEqualTo(store.leased(TOKENS));
            assertThat(store.returned(REQUESTS)).isEqualTo(store.leased(REQUESTS));
        }

        @Test
        void theEndWaitsForWhatWasGivenBackBeforeToo() {
            granted(throttle, 4_000).refund();
            ask(throttle, 5_000);
            CompletableFuture<Void> taken = store.takesSlowly();

            throttle.close();
            store.refuse(TOKENS, Duration.ofSeconds(1));
            store.refuse(REQUESTS, Duration.ofSeconds(1));

            assertThat(throttle.returning()).isNotDone();
            taken.complete(null);
            assertThat(throttle.returning()).isDone();
        }

        @Test
        void aStoreThatFailsThenEndsTheWaitToo() {
            ask(throttle, 100);

            throttle.close();
            store.failAll();

            assertThat(throttle.returning()).isDone();
        }
    }

    @Nested
    class WhenNoLimitIsKnown {

        private final Throttle throttle = throttle(Limits.NONE, StoreFailure.SHARE);

        @Test
        void nothingIsLeased() {
            assertThat(ask(throttle, 100)).isCompleted();
            assertThat(store.isAsked()).isFalse();
        }

        @Test
        void aCallThatTookNothingFromTheStoreGivesNothingBack() {
            Permit permit = ask(throttle, 100).join();
            ask(throttle, 10)
                    .join()
                    .settle(
                            used(10),
                            new ServerView(
                                    new ServerView.Reading(600, 599, -1), new ServerView.Reading(60_000, 59_900, -1)));

            permit.refund();
            throttle.close();

            assertThat(store.returned(TOKENS)).isZero();
            assertThat(store.returned(REQUESTS)).isZero();
        }
    }

    @Nested
    class WhenTheStoreFails {

        @Test
        void shareGoesOn() {
            CompletableFuture<Permit> permit = ask(throttle(StoreFailure.SHARE), 100);

            store.failAll();

            assertThat(permit).isCompleted();
        }

        @Test
        void aStoreThatThrowsIsOneThatFails() {
            store.throwFromNowOn();

            CompletableFuture<Permit> permit = ask(throttle(StoreFailure.OPEN), 100);

            assertThat(permit).isCompleted();
        }

        @Test
        void closedWaitsWithoutSpinningAndSaysWhy() {
            Throttle throttle = throttle(StoreFailure.CLOSED);
            CompletableFuture<Permit> permit = ask(throttle, 100, new Patience(Duration.ofSeconds(5), WhenFull.FAIL));
            store.failAll();
            assertThat(throttle.snapshot().storeFailing()).isTrue();

            timer.advance(Duration.ofSeconds(1)); // it asks again, and there is no answer
            assertThat(timer.nextDelay()).isGreaterThan(Duration.ofMillis(500));
            timer.advance(Duration.ofSeconds(4));

            assertThat(permit)
                    .failsWithin(Duration.ZERO)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("queueTimeout=5s")
                    .withMessageContaining("the quota store does not answer");
        }

        @Test
        void closedGoesOnWhenItIsBack() {
            Throttle throttle = throttle(StoreFailure.CLOSED);
            CompletableFuture<Permit> permit = ask(throttle, 100);
            store.failAll();

            timer.advance(Duration.ofSeconds(1));
            store.level(1_000);
            store.grantAll();
            store.grantAll();

            assertThat(permit).isCompleted();
            assertThat(throttle.snapshot().storeFailing()).isFalse();
        }

        @Test
        void aBucketThatWasLostIsNotDrivenIntoDebtByWhatWasUsedMeanwhile() {
            Throttle throttle = throttle(StoreFailure.OPEN);
            ask(throttle, 3_000);
            store.failAll();
            timer.advance(Duration.ofSeconds(10));

            ask(throttle, 3_000);
            store.level(1_000);

            assertThat(store.charged(TOKENS)).isEqualTo(1_000);
        }
    }

    /** Each process goes on with its share. */
    @Nested
    class WhileTheStoreFails {

        private final Throttle throttle = throttle(StoreFailure.SHARE);
        private final CompletableFuture<Permit> first = ask(throttle, 100);

        @BeforeEach
        void fail() {
            store.failAll();
        }

        @Test
        void shareUsesWhatACallDidNotUse() {
            timer.advance(Duration.ofSeconds(10)); // four seconds of nine tenths of the limit may leave at once
            Permit large = ask(throttle, 3_600).getNow(null);

            CompletableFuture<Permit> next = ask(throttle, 3_000);
            assertThat(next).isNotDone();
            large.settle(used(100), ServerView.NONE);

            assertThat(next).isCompleted();
        }

        @Test
        void itIsAskedAgainThoughNobodyCallsUntilItIsBack() {
            first.getNow(null).settle(used(100), ServerView.NONE);

            for (int second = 0; second < 5; second++) {
                timer.advance(Duration.ofSeconds(1));
                store.failAll();
                assertThat(throttle.snapshot().storeFailing()).isTrue();
            }
            timer.advance(Duration.ofSeconds(1));
            store.level(1_000);

            assertThat(throttle.snapshot().storeFailing()).isFalse();
            timer.advance(Duration.ofSeconds(3));
            assertThat(timer.pending()).isZero();
        }

        @Test
        void theEndEndsTheAsking() {
            throttle.close();
            int asked = store.levelsAsked();
            timer.advance(Duration.ofSeconds(3));

            assertThat(store.levelsAsked()).isEqualTo(asked);
            assertThat(timer.pending()).isZero();
        }

        @Test
        void theEndGivesNothingBackThatWasNotLeased() {
            timer.advance(Duration.ofSeconds(10));
            Permit permit = ask(throttle, 3_600).getNow(null);

            throttle.close();
            permit.settle(used(200), ServerView.NONE);

            assertThat(store.leased(TOKENS)).isZero();
            assertThat(store.returned(TOKENS)).isZero();
        }

        @Test
        void itIsNoRestForAThrottleThatAsksWhetherItIsBack() {
            first.getNow(null).settle(used(100), ServerView.NONE);
            ticker.advance(Duration.ofMinutes(5));

            assertThat(throttle.restedFor(ticker.nanos())).isZero();
        }
    }

    private Permit granted(Throttle throttle, long tokens) {
        CompletableFuture<Permit> permit = ask(throttle, tokens);
        store.grantAll();
        assertThat(permit).isCompleted();
        return permit.join();
    }
}
