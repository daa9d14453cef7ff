// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.Throttle;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.Rejection;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.internal.quota.terms.StoreFailure;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a throttle does about a store whose bucket of tokens is not where the server's is: 60,000 a minute. */
class StoreLevelTest {

    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), WhenFull.FAIL);
    private static final String REQUESTS = "account gpt-4o requests";
    private static final String TOKENS = "account gpt-4o tokens";
    private static final long LIMIT = 60_000;
    private static final long AIM = LIMIT / 100;

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final FakeQuotaStore store = new FakeQuotaStore();
    private Throttle throttle = throttle(Limits.perMinute(600, LIMIT));

    private Throttle throttle(Limits limits) {
        return new Throttle(
                "account gpt-4o",
                limits,
                new QueuePolicy(100, 1_000),
                new SharedQuota.Sharing(store, StoreFailure.SHARE, () -> 0),
                ticker,
                timer,
                new InTurn());
    }

    /** A call that leaves, having leased exactly what it needs. */
    private Permit call(long tokens) {
        CompletableFuture<Permit> permit = throttle.acquire(Cost.ofTokens(tokens), Lane.DEFAULT, PATIENT);
        store.grantAll();
        return permit.getNow(null);
    }

    private static void settle(Permit permit, long tokens, ServerView view) {
        permit.settle(Used.ofTokens(tokens), view);
    }

    private static ServerView left(long tokens) {
        return new ServerView(null, new Reading(LIMIT, tokens, (LIMIT - tokens) * 60_000_000_000L / LIMIT));
    }

    @Nested
    class WithMoreThanTheServer {

        @Test
        void itIsChargedWhatItHasMore() {
            Permit permit = call(100);
            store.level(TOKENS, 9_000);

            settle(permit, 100, left(4_999));

            assertThat(store.charged(TOKENS)).isEqualTo(4_000 + AIM);
        }

        @Test
        void whatItHadWhenTheCallLeftCounts() {
            Permit permit = call(100);
            store.level(TOKENS, 9_000);
            timer.advance(Duration.ofSeconds(20)); // it has refilled, or others have sent more

            settle(permit, 100, left(4_999));

            assertThat(store.charged(TOKENS)).isEqualTo(4_000 + AIM);
        }

        @Test
        void whatWeHaveLeasedAndNotUsedCountsWithIt() {
            settle(call(300), 80, ServerView.NONE);
            timer.advance(Duration.ofMillis(900));
            Permit permit = call(20); // has 200 left
            timer.advance(Duration.ofMillis(90));
            store.level(TOKENS, 9_000);

            settle(permit, 20, left(4_999));

            assertThat(store.charged(TOKENS)).isZero(); // once a second, and the first one said nothing
            timer.advance(Duration.ofMillis(20));
            Permit next = call(20);
            store.level(TOKENS, 9_000);
            settle(next, 20, left(4_999));
            assertThat(store.charged(TOKENS)).isEqualTo(4_000 + 180 + AIM);
        }

        @Test
        void eachOfFourMovesAQuarter() {
            Permit permit = call(100);
            store.members(4);
            store.level(TOKENS, 9_000);

            settle(permit, 100, left(4_999));

            assertThat(store.charged(TOKENS)).isEqualTo((4_000 + AIM) / 4);
        }

        @Test
        void partsOfAUnitAddUp() {
            for (int second = 0; second < 4; second++) {
                Permit permit = call(100);
                store.members(4);
                store.level(TOKENS, 5_000 - AIM - 1);
                settle(permit, 100, left(4_999));
                timer.advance(Duration.ofMillis(1_100));
            }

            assertThat(store.charged(TOKENS)).isEqualTo(1);
        }

        @Test
        void whatWasMovedIsNotFoundAgainByCallsThatWereUnderWay() {
            Permit first = call(100);
            store.level(TOKENS, 9_000);
            timer.advance(Duration.ofSeconds(2));
            Permit second = call(100);
            store.level(TOKENS, 9_000);

            settle(second, 100, left(4_999));
            settle(first, 100, left(4_999));

            assertThat(store.charged(TOKENS)).isEqualTo(4_000 + AIM);
        }

        @Test
        void aCallThatTakesMinutesDoesNotKeepOthersFromComparing() {
            call(100);
            store.level(TOKENS, 9_000);
            timer.advance(Duration.ofSeconds(2));
            Permit quick = call(100);
            store.level(TOKENS, 9_000);

            settle(quick, 100, left(4_999));

            assertThat(store.charged(TOKENS)).isEqualTo(4_000 + AIM);
        }
    }

    @Nested
    class WithLess {

        @Test
        void aNewBucketGainsHalfAtOnce() {
            Permit permit = call(100);
            store.level(TOKENS, 1_000);

            settle(permit, 100, left(58_999));

            assertThat(store.returned(TOKENS)).isEqualTo(28_999);
        }

        @Test
        void aLittleMayBeOnItsWay() {
            Permit permit = call(100);
            store.level(TOKENS, 1_000);

            settle(permit, 100, left(5_999));

            assertThat(store.returned(TOKENS)).isZero();
        }

        /** Another gathers them for a large call. */
        @Test
        void whatOthersHoldIsNotMissing() {
            Permit permit = call(100);
            store.members(2, 30_000);
            store.level(TOKENS, 1_000);

            settle(permit, 100, left(31_300));

            assertThat(store.returned(TOKENS)).isZero();
            assertThat(store.charged(TOKENS)).isEqualTo((AIM - 299) / 2);
        }

        @Test
        void theyAreToldWhatIsHeldForALargeCallAndThatItHasLeft() {
            throttle.acquire(Cost.ofTokens(20_000), Lane.DEFAULT, PATIENT);
            store.grant(TOKENS);
            timer.advance(Duration.ofMillis(1_100));
            throttle.acquire(Cost.ofTokens(1), Lane.DEFAULT, PATIENT);
            assertThat(store.saidToHold(TOKENS)).isEqualTo(20_000);

            store.grantAll();

            assertThat(store.saidToHold(TOKENS)).isLessThan(1_000);
        }

        /** Both round down: two and three may be the same. */
        @Test
        void ofSmallLimitsOneMoreOrLessIsNoDifference() {
            throttle = throttle(Limits.perMinute(3, LIMIT));
            for (long inStore : new long[] {1, 2, 3, 2, 1}) {
                Permit permit = call(1);
                store.level(REQUESTS, inStore);
                settle(permit, 1, new ServerView(new Reading(3, 2, 20_000_000_000L), null));
                timer.advance(Duration.ofSeconds(20));
            }

            assertThat(store.returned(REQUESTS)).isZero();
            assertThat(store.charged(REQUESTS)).isZero();
        }

        /** Whoever names a limit below the server's would share far more than that with others. */
        @Test
        void aLimitOfOurOwnIsNotFilledUpToWhatTheServerHas() {
            throttle = throttle(Limits.NONE.overriddenBy(600L, LIMIT / 10));
            Permit permit = call(100);
            store.level(TOKENS, 1_000);

            settle(permit, 100, left(58_999));

            assertThat(store.returned(TOKENS)).isZero();
        }
    }

    @Nested
    class AfterARefusal {

        private Permit refused;

        private void refuse(ServerView view) {
            store.members(4);
            refused.rejected(new Rejection(Duration.ofMillis(100), false), view);
        }

        @Test
        void theLevelOfNowIsComparedAndTheRefusedMemberMovesAll() {
            refused = call(2_000);
            refuse(left(1_499));

            long before = store.returned(TOKENS);
            store.level(TOKENS, 3_000);

            long held = 2_000 - before; // it was not used
            assertThat(store.wanted(TOKENS))
                    .as("leased by nobody, so that it leaves no debt")
                    .isEqualTo(3_000 + held - 1_500 + AIM);
        }

        @Test
        void forAnotherLimitNothingIsMoved() {
            refused = call(2_000);
            store.level(TOKENS, 9_000);

            refuse(left(4_999));
            store.level(TOKENS, 9_000);

            assertThat(store.charged(TOKENS)).isZero();
            assertThat(store.wanted(TOKENS)).isZero();
        }

        @Test
        void aStoreThatHasLessGainsNothing() {
            refused = call(2_000);
            refuse(left(1_499));

            store.level(TOKENS, -9_000);

            assertThat(store.wanted(TOKENS)).isZero();
            assertThat(store.returned(TOKENS)).isLessThanOrEqualTo(2_000);
        }

        @Test
        void aStormIsComparedOnce() {
            refused = call(2_000);
            Permit other = call(2_000);
            refuse(left(1_499));
            other.rejected(new Rejection(Duration.ofMillis(100), false), left(1_499));
            long held = 4_000 - store.returned(TOKENS);

            store.level(TOKENS, 3_000);

            assertThat(store.wanted(TOKENS)).isEqualTo(3_000 + held - 1_500 + AIM);
        }
    }

    @Nested
    class WithoutNews {

        @Test
        void aCallWithoutHeadersMovesNothingAndTheNextOneIsCompared() {
            settle(call(100), 100, ServerView.NONE);
            timer.advance(Duration.ofMillis(1_100));
            Permit next = call(100);
            store.level(TOKENS, 9_000);

            settle(next, 100, left(4_999));

            assertThat(store.charged(TOKENS)).isEqualTo(4_000 + AIM);
        }

        /** Sixty a minute by the tier; the headers tell of 10,000 a day. */
        @Test
        void aHeaderForTheDayIsNotComparedWithTheBucketOfAMinute() {
            throttle = throttle(Limits.perMinute(60, LIMIT));
            callsOfADay(1, 20);
            long moved = store.charged(REQUESTS) + store.returned(REQUESTS);

            callsOfADay(21, 40);

            assertThat(store.charged(REQUESTS) + store.returned(REQUESTS)).isEqualTo(moved);
        }

        private void callsOfADay(int first, int last) {
            for (int call = first; call <= last; call++) {
                Permit permit = call(1);
                store.level(REQUESTS, 60);
                settle(permit, 1, new ServerView(new Reading(10_000, 10_000 - call, call * 8_640_000_000L), null));
                timer.advance(Duration.ofMillis(1_100));
            }
        }

        @Test
        void aCallThatNeverLeftMovesNothing() {
            Permit permit = call(100);
            store.level(TOKENS, 9_000);

            permit.refund();

            assertThat(store.charged(TOKENS)).isZero();
        }

        @Test
        void anAnswerThatIsFasterThanTheStoreIsComparedWhenTheStoreHasAnswered() {
            Permit permit = call(100);

            settle(permit, 100, left(4_999));
            store.level(TOKENS, 9_000);

            assertThat(store.charged(TOKENS)).isEqualTo(4_000 + AIM);
        }

        @Test
        void aStoreThatWasAwayIsNotComparedWithBefore() {
            Permit permit = call(100);
            store.level(TOKENS, 9_000);
            CompletableFuture<Permit> waiting = throttle.acquire(Cost.ofTokens(4_000), Lane.DEFAULT, PATIENT);
            store.failAll();

            settle(permit, 100, left(4_999));
            timer.advance(Duration.ofMillis(1_100));
            store.level(0);
            assertThat(waiting).isNotDone();

            assertThat(store.charged(TOKENS)).isZero();
        }

        @Test
        void whenEightAreUnderWayTheYoungestMakesRoomAfterTenSeconds() {
            for (int second = 0; second < 8; second++) {
                call(100);
                timer.advance(Duration.ofMillis(1_100));
            }
            Permit soon = call(100);
            timer.advance(Duration.ofSeconds(10));
            Permit late = call(100);
            store.level(TOKENS, 9_000);

            settle(soon, 100, left(4_999));
            assertThat(store.charged(TOKENS)).isZero();
            settle(late, 100, left(4_999));
            assertThat(store.charged(TOKENS)).isEqualTo(4_000 + AIM);
        }

        @Test
        void aLimitThatHasChangedMeanwhileIsNotCompared() {
            Permit permit = call(100);
            store.level(TOKENS, 55_000);
            long half = LIMIT / 2;

            settle(permit, 100, new ServerView(null, new Reading(half, 25_000, 10_000_000_000L)));

            assertThat(store.charged(TOKENS)).isZero();
        }

        @Test
        void theOthersAreToldThatNothingIsHeldAnyMore() {
            CompletableFuture<Permit> waiting = throttle.acquire(Cost.ofTokens(20_000), Lane.DEFAULT, PATIENT);
            store.grant(TOKENS);
            timer.advance(Duration.ofMillis(1_100));
            throttle.acquire(Cost.ofTokens(1), Lane.DEFAULT, PATIENT).cancel(false);
            assertThat(store.saidToHold(TOKENS)).isEqualTo(20_000);

            waiting.cancel(false);
            store.refuse(REQUESTS, Duration.ofSeconds(1));
            timer.advance(Duration.ofMillis(3_000));

            assertThat(store.returned(TOKENS)).isEqualTo(20_000);
            assertThat(store.saidToHold(TOKENS)).isZero();
        }

        @Test
        void aChangeOnItsWayIsWaitedForAsTheQuestionWouldOvertakeIt() {
            CompletableFuture<Void> taken = store.takesSlowly();
            settle(call(3_000), 100, ServerView.NONE); // gives back
            timer.advance(Duration.ofMillis(1_100));
            int asked = store.levelsAsked();

            call(100);
            assertThat(store.levelsAsked()).as("of requests alone").isEqualTo(asked + 1);
            taken.complete(null);
            call(100);

            assertThat(store.levelsAsked()).as("of tokens too").isEqualTo(asked + 2);
        }

        @Test
        void aRefusalWhileTheStoreIsAwayIsNotCompared() {
            Permit permit = call(100);
            throttle.acquire(Cost.ofTokens(4_000), Lane.DEFAULT, PATIENT);
            store.failAll();
            int asked = store.levelsAsked();

            permit.rejected(new Rejection(Duration.ofMillis(100), false), left(50));

            assertThat(store.levelsAsked()).isEqualTo(asked);
        }
    }
}
