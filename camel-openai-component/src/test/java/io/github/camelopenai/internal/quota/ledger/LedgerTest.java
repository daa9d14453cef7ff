// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.internal.quota.terms.Admission;
import io.github.camelopenai.internal.quota.terms.Admission.Granted;
import io.github.camelopenai.internal.quota.terms.Admission.NeverFits;
import io.github.camelopenai.internal.quota.terms.Admission.Wait;
import io.github.camelopenai.internal.quota.terms.Backlog;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Limits.Learning;
import io.github.camelopenai.internal.quota.terms.Limits.Limit;
import io.github.camelopenai.internal.quota.terms.Rejection;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.Used;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** 600 requests and 6,000 tokens a minute; ten requests and 900 tokens may leave at once. */
class LedgerTest {

    private static final long SECOND = 1_000_000_000;

    private final Limits limits = Limits.perMinute(600, 6_000);
    private final Ledger ledger = new Ledger(limits, 0);

    private Ledger.Booking take(long tokens, long nowNanos) {
        assertThat(ledger.ask(Cost.ofTokens(tokens), nowNanos)).isInstanceOf(Granted.class);
        return ledger.take(Cost.ofTokens(tokens), nowNanos);
    }

    private void settle(Ledger.Booking booking, long used, long nowNanos) {
        ledger.settle(booking, Used.ofTokens(used), ServerView.NONE, nowNanos);
    }

    private void isLeftWith(double requests, double tokens, long nowNanos) {
        assertThat(ledger.requests().minute().level(nowNanos)).isEqualTo(requests);
        assertThat(ledger.tokens().minute().level(nowNanos)).isEqualTo(tokens);
    }

    @Nested
    class Taking {

        @Test
        void debitsBothDimensions() {
            take(700, 0);

            isLeftWith(599, 5_300, 0);
        }

        @Test
        void waitsWhenTokensAreMissing() {
            take(800, 0);

            Admission answer = ledger.ask(Cost.ofTokens(200), 0);

            assertThat(answer).isEqualTo(new Wait(Duration.ofSeconds(1)));
        }

        @Test
        void waitsWhenRequestsAreMissing() {
            for (int request = 0; request < 10; request++) {
                take(1, 0);
            }

            Admission answer = ledger.ask(Cost.ofTokens(1), 0);

            assertThat(answer).isEqualTo(new Wait(Duration.ofMillis(100)));
        }

        @Test
        void waitsForTheScarcerDimension() {
            for (int request = 0; request < 10; request++) {
                take(90, 0);
            }

            Admission answer = ledger.ask(Cost.ofTokens(300), 0);

            assertThat(answer).isEqualTo(new Wait(Duration.ofSeconds(3)));
        }

        @Test
        void grantsWhenTheWaitIsOver() {
            take(900, 0);

            assertThat(ledger.ask(Cost.ofTokens(100), SECOND - 1_000)).isInstanceOf(Wait.class);
            assertThat(ledger.ask(Cost.ofTokens(100), SECOND + 1)).isInstanceOf(Granted.class);
        }

        @Test
        void asksWithoutTaking() {
            ledger.ask(Cost.ofTokens(5_000), 0);

            isLeftWith(600, 6_000, 0);
        }

        @Test
        void neverHoldsMoreThanAMinute() {
            take(1_000, 0);

            isLeftWith(600, 6_000, 3_600 * SECOND);
        }
    }

    /** A call without tokens does not wait for what is not known of the tokens of others. */
    @Test
    void theDoubtAboutPromptsConcernsCallsWithTokensOnly() {
        for (int call = 1; call <= 30; call++) {
            Ledger.Booking booking = ledger.take(new Cost(100, 0, true, 0), call * SECOND);
            long counted = call % 2 == 0 ? 60 : 140;
            ledger.settle(booking, new Used(counted, counted), ServerView.NONE, call * SECOND);
        }
        long now = 300 * SECOND;
        ledger.take(new Cost(890, 0, true, 0), now);

        assertThat(ledger.ask(Cost.ofTokens(1), now)).isInstanceOf(Wait.class);
        assertThat(ledger.ask(Cost.OF_ONE_REQUEST, now)).isInstanceOf(Granted.class);
    }

    @Nested
    class LargeCalls {

        @Test
        void leaveWhenThePaceIsFullIfTheyFitIntoAMinute() {
            take(10, 0);

            assertThat(ledger.ask(Cost.ofTokens(5_000), 0)).isEqualTo(new Wait(Duration.ofMillis(100)));
            take(5_000, SECOND / 10);
        }

        @Test
        void neverFitWhenLargerThanAMinute() {
            Cost huge = Cost.ofTokens(6_001);

            assertThat(ledger.ask(huge, 0)).isEqualTo(new NeverFits(6_001, "tokens", "6,000 tokens per minute"));
        }

        @Test
        void leaveADebtThatLaterCallsWaitFor() {
            take(1_500, 0);

            assertThat(ledger.ask(Cost.ofTokens(100), 0)).isEqualTo(new Wait(Duration.ofSeconds(7)));
        }

        @Test
        void waitForTheMinuteWhenTheyDoNotFitBesideWhatLeftBefore() {
            take(5_000, 0);

            Wait wait = (Wait) ledger.ask(Cost.ofTokens(5_000), 0);

            assertThat(wait.delay()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
        }
    }

    @Nested
    class Settling {

        @Test
        void paysBackWhatWasNotUsed() {
            settle(take(1_000, 0), 300, 0);

            isLeftWith(599, 5_700, 0);
        }

        @Test
        void owesWhatWasUsedBeyondTheEstimate() {
            settle(take(900, 0), 1_100, 0);

            isLeftWith(599, 4_900, 0);
            assertThat(ledger.ask(Cost.ofTokens(1), 0)).isEqualTo(new Wait(Duration.ofMillis(2_010)));
        }

        @Test
        void keepsTheEstimateWhenTheAnswerDoesNotSay() {
            ledger.settle(take(1_000, 0), Used.UNKNOWN, ServerView.NONE, 0);

            isLeftWith(599, 5_000, 0);
        }

        @Test
        void neverFillsBeyondAMinute() {
            settle(take(1_000, 0), 0, 3_600 * SECOND);

            isLeftWith(600, 6_000, 3_600 * SECOND);
        }

        @Test
        void refundsBothDimensions() {
            ledger.refund(take(1_000, 0), 0);

            isLeftWith(600, 6_000, 0);
        }

        @Test
        void refundsLateWithoutHoldingMoreThanAMinute() {
            ledger.refund(take(1_000, 0), 90 * SECOND);

            isLeftWith(600, 6_000, 90 * SECOND);
        }
    }

    @Nested
    class AfterARejectionWithoutHeaders {

        private void reject(Duration retryAfter, boolean slowDown) {
            ledger.rejected(take(100, 0), new Rejection(retryAfter, slowDown), ServerView.NONE, 0);
        }

        @Test
        void theRequestCountsButItsTokensDoNot() {
            reject(null, false);

            isLeftWith(599, 6_000, 0);
        }

        @Test
        void nothingLeavesForAsLongAsTheServerSays() {
            reject(Duration.ofSeconds(7), false);

            assertThat(ledger.ask(Cost.ofTokens(10), 0)).isEqualTo(new Wait(Duration.ofSeconds(7)));
        }

        @Test
        void theCallsUnderwayKeepTheGateFromClosingForLong() {
            take(10, 0);

            reject(Duration.ofSeconds(7), false);

            assertThat(ledger.ask(Cost.ofTokens(10), 0)).isEqualTo(new Wait(Duration.ofMillis(500)));
        }

        @Test
        void aLimitIsAssumedThoughNobodyHasNamedOne() {
            Ledger free = new Ledger(Limits.NONE, 0);
            for (int call = 0; call < 100; call++) {
                free.take(Cost.OF_ONE_REQUEST, 30 * SECOND);
            }

            free.rejected(
                    free.take(Cost.OF_ONE_REQUEST, 30 * SECOND),
                    new Rejection(null, false),
                    ServerView.NONE,
                    30 * SECOND);

            assertThat(free.limitsNow().requestsPerMinute()).hasValue(162); // four fifths of 101 in half a minute
        }

        @Test
        void slowDownUsesTwoThirdsOfTheLimit() {
            reject(Duration.ofSeconds(1), true);

            assertThat(ledger.cut(SECOND)).isEqualTo(0.67);
            assertThat(ledger.cut(600 * SECOND)).isEqualTo(0.67);
        }
    }

    /** Ten requests and 900 tokens may leave at once, then ten requests or 100 tokens a second. */
    @Nested
    class WaitBehindOthers {

        private Duration wait(int calls, long tokensEach, long now) {
            Backlog others = new Backlog();
            for (int other = 1; other < calls; other++) {
                others.add(Cost.ofTokens(tokensEach));
            }
            return ledger.forecast(false, now)
                    .behind(others, Cost.ofTokens(tokensEach), 1)
                    .duration();
        }

        @Test
        void isZeroWhileThereIsEnough() {
            assertThat(wait(10, 90, 0)).isZero();
        }

        @Test
        void isThatOfTheScarcerDimension() {
            assertThat(wait(40, 10, 0)).isEqualTo(Duration.ofSeconds(3));
            assertThat(wait(19, 100, 0)).isEqualTo(Duration.ofSeconds(10));
        }

        @Test
        void isLongerForALaneThatHasAPart() {
            Backlog own = new Backlog();
            own.add(Cost.ofTokens(500));

            assertThat(ledger.forecast(false, 0)
                            .behind(own, Cost.ofTokens(400), 1)
                            .duration())
                    .isZero();
            assertThat(ledger.forecast(false, 0)
                            .behind(own, Cost.ofTokens(400), 0.5)
                            .duration())
                    .isEqualTo(Duration.ofSeconds(9));
        }

        @Test
        void countsWhatTookTheMinuteBefore() {
            take(5_700, 0);

            assertThat(wait(3, 300, 10 * SECOND)).isEqualTo(Duration.ofMillis(50_500));
            assertThat(wait(3, 300, 61 * SECOND)).isZero();
        }

        @Test
        void countsPictures() {
            Ledger pictures =
                    new Ledger(new Limits(Limits.Limit.UNKNOWN, Limits.Limit.UNKNOWN, Limits.Limit.ofTier(60L)), 0);
            Backlog others = new Backlog();
            others.add(Cost.ofImages(24));

            assertThat(pictures.forecast(false, 0)
                            .behind(others, Cost.ofImages(5), 1)
                            .duration())
                    .isEqualTo(Duration.ofSeconds(20));
        }
    }

    @Nested
    class WithoutLimits {

        private final Ledger free = new Ledger(Limits.NONE, 0);

        @Test
        void everythingIsGranted() {
            assertThat(free.ask(Cost.ofTokens(Long.MAX_VALUE), 0)).isInstanceOf(Granted.class);
            assertThat(free.forecast(false, 0)
                            .behind(new Backlog(), Cost.ofTokens(Long.MAX_VALUE), 1)
                            .duration())
                    .isZero();
        }

        @Test
        void thereIsNothingToBook() {
            free.settle(free.take(Cost.ofTokens(5), 0), Used.ofTokens(7), ServerView.NONE, 0);
            free.refund(free.take(Cost.ofTokens(5), 0), 0);

            assertThat(free.requests().minute()).isNull();
            assertThat(free.tokens().minute()).isNull();
        }
    }

    @Nested
    class TinyLimits {

        @Test
        void alwaysAllowOneRequest() {
            Ledger single = new Ledger(Limits.perMinute(1, 1), 0);
            single.take(Cost.ofTokens(1), 0);

            Wait wait = (Wait) single.ask(Cost.ofTokens(1), 0);

            assertThat(wait.delay()).isBetween(Duration.ofSeconds(60), Duration.ofMillis(60_500));
            assertThat(single.ask(Cost.ofTokens(1), wait.delay().toNanos())).isInstanceOf(Granted.class);
        }
    }

    @Nested
    class Values {

        @Test
        void aCostIsNotNegative() {
            assertThatThrownBy(() -> Cost.ofTokens(-5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no part of a cost may be negative but it was -5, 0, 0");
        }

        @Test
        void limitsAreOverriddenOneByOneAndMayThenOnlyBeLowered() {
            Limit seven = new Limit(OptionalLong.of(7), Learning.DOWN);

            assertThat(limits.overriddenBy(7L, null)).isEqualTo(new Limits(seven, limits.tokens(), limits.images()));
            assertThat(limits.overriddenBy(null, 7L)).isEqualTo(new Limits(limits.requests(), seven, limits.images()));
            assertThat(Limits.NONE.overriddenBy(7L, null)).isEqualTo(new Limits(seven, Limit.UNKNOWN, Limit.UNKNOWN));
        }

        @Test
        void fixedLimitsLearnNothing() {
            assertThat(limits.fixed().requests()).isEqualTo(new Limit(OptionalLong.of(600), Learning.NONE));
            assertThat(Limits.NONE.fixed().tokens()).isEqualTo(new Limit(OptionalLong.empty(), Learning.NONE));
        }

        @Test
        void limitsReadAsASentence() {
            assertThat(Limits.perMinute(500, 200_000)).hasToString("500 requests and 200,000 tokens per minute");
            assertThat(Limits.NONE).hasToString("unlimited requests and unlimited tokens per minute");
        }
    }
}
