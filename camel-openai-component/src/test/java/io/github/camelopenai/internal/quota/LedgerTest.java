// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.internal.quota.Admission.Granted;
import io.github.camelopenai.internal.quota.Admission.NeverFits;
import io.github.camelopenai.internal.quota.Admission.Wait;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Books sixty requests and six thousand tokens a minute; the burst is 57 requests and 5,700 tokens. */
class LedgerTest {

    private static final long SECOND = 1_000_000_000;

    private final Limits limits = Limits.perMinute(60, 6_000);
    private final Ledger ledger = new Ledger(limits, 0);

    private void take(long tokens, long nowNanos) {
        assertThat(ledger.tryTake(Cost.ofTokens(tokens), nowNanos)).isInstanceOf(Granted.class);
    }

    @Nested
    class Taking {

        @Test
        void debitsBothDimensions() {
            take(700, 0);

            assertThat(ledger.requestsLeft(0)).hasValue(56);
            assertThat(ledger.tokensLeft(0)).hasValue(5_000);
        }

        @Test
        void takesNothingWhenTokensAreMissing() {
            take(5_600, 0);

            Admission answer = ledger.tryTake(Cost.ofTokens(200), 0);

            assertThat(answer).isEqualTo(new Wait(Duration.ofSeconds(1)));
            assertThat(ledger.requestsLeft(0)).hasValue(56);
            assertThat(ledger.tokensLeft(0)).hasValue(100);
        }

        @Test
        void takesNothingWhenRequestsAreMissing() {
            for (int request = 0; request < 57; request++) {
                take(1, 0);
            }

            Admission answer = ledger.tryTake(Cost.ofTokens(1), 0);

            assertThat(answer).isEqualTo(new Wait(Duration.ofSeconds(1)));
            assertThat(ledger.requestsLeft(0)).hasValue(0);
            assertThat(ledger.tokensLeft(0)).hasValue(5_643);
        }

        @Test
        void waitsForTheScarcerDimension() {
            for (int request = 0; request < 57; request++) {
                take(100, 0);
            }

            Admission answer = ledger.ask(Cost.ofTokens(300), 0);

            assertThat(answer).isEqualTo(new Wait(Duration.ofSeconds(3)));
        }

        @Test
        void grantsWhenTheWaitIsOver() {
            take(5_700, 0);

            assertThat(ledger.ask(Cost.ofTokens(100), SECOND - 1_000)).isInstanceOf(Wait.class);
            assertThat(ledger.ask(Cost.ofTokens(100), SECOND + 1)).isInstanceOf(Granted.class);
        }

        @Test
        void asksWithoutTaking() {
            ledger.ask(Cost.ofTokens(5_000), 0);

            assertThat(ledger.tokensLeft(0)).hasValue(5_700);
        }

        @Test
        void neverHoldsMoreThanItsBurst() {
            take(1_000, 0);

            assertThat(ledger.requestsLeft(3_600 * SECOND)).hasValue(57);
            assertThat(ledger.tokensLeft(3_600 * SECOND)).hasValue(5_700);
        }
    }

    @Nested
    class LargeCalls {

        @Test
        void leaveWhenFullIfTheyFitIntoAMinute() {
            take(10, 0);

            assertThat(ledger.ask(Cost.ofTokens(6_000), 0)).isEqualTo(new Wait(Duration.ofMillis(100)));
            take(6_000, SECOND / 10);
            assertThat(ledger.tokensLeft(SECOND / 10)).hasValue(-300);
        }

        @Test
        void neverFitWhenLargerThanAMinute() {
            Cost huge = Cost.ofTokens(6_001);

            assertThat(ledger.tryTake(huge, 0)).isEqualTo(new NeverFits(huge, limits));
            assertThat(ledger.requestsLeft(0)).hasValue(57);
        }

        @Test
        void leaveADebtThatLaterCallsWaitFor() {
            take(6_000, 0);

            assertThat(ledger.ask(Cost.ofTokens(100), 0)).isEqualTo(new Wait(Duration.ofSeconds(4)));
        }
    }

    @Nested
    class Settling {

        @Test
        void paysBackWhatWasNotUsed() {
            take(1_000, 0);

            ledger.settle(Cost.ofTokens(1_000), 300, 0);

            assertThat(ledger.tokensLeft(0)).hasValue(5_400);
            assertThat(ledger.requestsLeft(0)).hasValue(56);
        }

        @Test
        void owesWhatWasUsedBeyondTheEstimate() {
            take(5_700, 0);

            ledger.settle(Cost.ofTokens(5_700), 5_900, 0);

            assertThat(ledger.tokensLeft(0)).hasValue(-200);
            assertThat(ledger.ask(Cost.ofTokens(0), 0)).isEqualTo(new Wait(Duration.ofSeconds(2)));
        }

        @Test
        void neverFillsBeyondTheBurst() {
            take(1_000, 0);

            ledger.settle(Cost.ofTokens(1_000), 0, 3_600 * SECOND);

            assertThat(ledger.tokensLeft(3_600 * SECOND)).hasValue(5_700);
        }

        @Test
        void refundsBothDimensions() {
            take(1_000, 0);

            ledger.refund(Cost.ofTokens(1_000), 0);

            assertThat(ledger.requestsLeft(0)).hasValue(57);
            assertThat(ledger.tokensLeft(0)).hasValue(5_700);
        }
    }

    @Nested
    class AfterARefusalByTheServer {

        @Test
        void nothingIsLeft() {
            ledger.empty(0);

            assertThat(ledger.requestsLeft(0)).hasValue(0);
            assertThat(ledger.tokensLeft(0)).hasValue(0);
            assertThat(ledger.ask(Cost.ofTokens(10), 0)).isEqualTo(new Wait(Duration.ofSeconds(1)));
        }

        @Test
        void aDebtStays() {
            take(6_000, 0);

            ledger.empty(0);

            assertThat(ledger.tokensLeft(0)).hasValue(-300);
        }
    }

    @Nested
    class WaitBehindOthers {

        @Test
        void isZeroWhileThereIsEnough() {
            assertThat(ledger.waitBehind(57, 5_700, 0)).isZero();
        }

        @Test
        void isThatOfTheScarcerDimension() {
            assertThat(ledger.waitBehind(60, 5_800, 0)).isEqualTo(Duration.ofSeconds(3));
            assertThat(ledger.waitBehind(58, 6_700, 0)).isEqualTo(Duration.ofSeconds(10));
        }

        @Test
        void shrinksAsTimePasses() {
            take(5_700, 0);

            assertThat(ledger.waitBehind(1, 6_000, 10 * SECOND)).isEqualTo(Duration.ofSeconds(50));
        }
    }

    @Nested
    class WithoutLimits {

        private final Ledger free = new Ledger(Limits.NONE, 0);

        @Test
        void everythingIsGranted() {
            assertThat(free.tryTake(Cost.ofTokens(Long.MAX_VALUE), 0)).isInstanceOf(Granted.class);
            assertThat(free.waitBehind(1_000_000, Long.MAX_VALUE, 0)).isZero();
        }

        @Test
        void thereIsNothingToBook() {
            free.settle(Cost.ofTokens(5), 7, 0);
            free.refund(Cost.ofTokens(5), 0);
            free.empty(0);

            assertThat(free.requestsLeft(0)).isEmpty();
            assertThat(free.tokensLeft(0)).isEmpty();
        }
    }

    @Nested
    class TinyLimits {

        @Test
        void alwaysAllowOneRequest() {
            Ledger single = new Ledger(Limits.perMinute(1, 1), 0);

            assertThat(single.tryTake(Cost.ofTokens(1), 0)).isInstanceOf(Granted.class);
            assertThat(single.tryTake(Cost.ofTokens(1), 0)).isEqualTo(new Wait(Duration.ofMinutes(1)));
            assertThat(single.tryTake(Cost.ofTokens(1), 60 * SECOND)).isInstanceOf(Granted.class);
        }
    }

    @Nested
    class Values {

        @Test
        void aCostIsNotNegative() {
            assertThatThrownBy(() -> Cost.ofTokens(-5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("tokens must not be negative but was -5");
        }

        @Test
        void limitsAreOverriddenOneByOne() {
            assertThat(limits.overriddenBy(7L, null)).isEqualTo(Limits.perMinute(7, 6_000));
            assertThat(limits.overriddenBy(null, 9L)).isEqualTo(Limits.perMinute(60, 9));
            assertThat(Limits.NONE.overriddenBy(5L, null))
                    .isEqualTo(new Limits(OptionalLong.of(5), OptionalLong.empty()));
        }

        @Test
        void limitsReadAsASentence() {
            assertThat(Limits.perMinute(500, 200_000)).hasToString("500 requests and 200,000 tokens per minute");
            assertThat(Limits.NONE).hasToString("unlimited requests and unlimited tokens per minute");
        }
    }
}
