// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.LogLines;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.Rejection;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.model.QuotaLevel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which calls share a throttle. */
class ThrottlesTest {

    private static final QueuePolicy QUEUE = new QueuePolicy(10, 100);
    private static final Limits SMALL = Limits.perMinute(3, 40_000);
    private static final Limits LARGE = Limits.perMinute(500, 200_000);
    private static final Patience PATIENT = new Patience(Duration.ofMinutes(1), WhenFull.FAIL);

    private final ManualTicker ticker = new ManualTicker();
    private final Throttles throttles = new Throttles(ticker, new ManualTimer(ticker), new InTurn());
    private final LogLines log = new LogLines(Throttles.class);

    @AfterEach
    void stop() {
        log.close();
    }

    private Throttle of(String account, String family, Limits limits) {
        return throttles.of(new QuotaKey(account, family), limits, QUEUE);
    }

    @Test
    void oneKeyHasOneThrottle() {
        Throttle first = of("account", "gpt-4o", SMALL);

        assertThat(of("account", "gpt-4o", SMALL)).isSameAs(first);
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void accountsAndFamiliesAreApart() {
        Throttle first = of("account", "gpt-4o", SMALL);

        assertThat(of("other", "gpt-4o", SMALL)).isNotSameAs(first);
        assertThat(of("account", "o3", SMALL)).isNotSameAs(first);
    }

    @Test
    void showsAllInTheOrderOfTheirFirstUse() {
        of("account", "gpt-4o", SMALL);
        of("account", "a-model", LARGE);

        assertThat(throttles.snapshots())
                .extracting(QuotaLevel::key)
                .containsExactly("account gpt-4o", "account a-model");
    }

    @Nested
    class WhenTwoEndpointsDiffer {

        @Test
        void theFirstLimitsStay() {
            Throttle first = of("account", "gpt-4o", SMALL);

            Throttle second = of("account", "gpt-4o", LARGE);

            assertThat(second).isSameAs(first);
            assertThat(second.snapshot().requestsPerMinute()).isEqualTo(SMALL.requestsPerMinute());
            assertThat(second.snapshot().tokensPerMinute()).isEqualTo(SMALL.tokensPerMinute());
        }

        @Test
        void itIsSaidWithBothValues() {
            of("account", "gpt-4o", SMALL);

            of("account", "gpt-4o", LARGE);

            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("account gpt-4o: 3 requests and 40,000 tokens per minute with maxConcurrentRequests=")
                    .contains("stays, 500 requests and 200,000 tokens per minute with maxConcurrentRequests=")
                    .contains("is ignored");
        }

        @Test
        void itIsSaidOnceThoughTheyAlternate() {
            for (int call = 0; call < 5; call++) {
                of("account", "gpt-4o", SMALL);
                of("account", "gpt-4o", LARGE);
            }

            assertThat(log.warnings()).hasSize(1);
        }
    }

    @Nested
    class WithMoreModelsThanItRemembers {

        @Test
        void theRestSharesOneThrottle() {
            for (int model = 0; model < Throttles.MAX_KEYS; model++) {
                of("account", "model-" + model, SMALL);
            }
            Throttle shared = of("account", "one more", SMALL);

            assertThat(of("account", "and another", SMALL)).isSameAs(shared);
            assertThat(shared.snapshot().key()).isEqualTo("account (all other models)");
            assertThat(throttles.snapshots()).hasSize(Throttles.MAX_KEYS + 1);
        }

        @Test
        void thoseKnownBeforeKeepTheirOwn() {
            Throttle first = of("account", "model-0", SMALL);
            for (int model = 1; model < Throttles.MAX_KEYS + 10; model++) {
                of("account", "model-" + model, SMALL);
            }

            assertThat(of("account", "model-0", SMALL)).isSameAs(first);
        }
    }

    /** Each tenant may have an account of its own. */
    @Nested
    class WithMoreAccountsThanItRemembers {

        private void fill(int accounts) {
            fillFrom(0, accounts);
        }

        private void fillFrom(int first, int end) {
            for (int account = first; account < end; account++) {
                of("account-" + account, "gpt-4o", SMALL);
            }
        }

        @Test
        void theOneThatRestedLongestMakesRoom() {
            fill(Throttles.MAX_KEYS - 1);
            Permit busy = use(of("busy", "gpt-4o", SMALL));
            ticker.advance(Duration.ofMinutes(1));
            use(of("account-0", "gpt-4o", SMALL)).refund();
            ticker.advance(Duration.ofMinutes(2));
            busy.refund();

            of("one more", "gpt-4o", SMALL);

            assertThat(throttles.snapshots())
                    .hasSize(Throttles.MAX_KEYS)
                    .extracting(QuotaLevel::key)
                    .contains("account-0 gpt-4o", "account-2 gpt-4o", "busy gpt-4o", "one more gpt-4o")
                    .doesNotContain("account-1 gpt-4o");
        }

        @Test
        void aCallThatEndedJustNowIsNoRest() {
            Throttle only = of("account-0", "gpt-4o", SMALL);
            Permit permit = use(only);
            ticker.advance(Duration.ofMinutes(2));
            permit.refund();

            assertThat(only.restedFor(ticker.nanos())).isZero();
        }

        @Test
        void whoWasHandedOutJustNowStays() {
            fill(Throttles.MAX_KEYS);
            ticker.advance(Duration.ofMinutes(10));
            Throttle first = of("account-0", "gpt-4o", SMALL); // and its call is about to come

            fillFrom(Throttles.MAX_KEYS, 2 * Throttles.MAX_KEYS - 1);

            assertThat(of("account-0", "gpt-4o", SMALL)).isSameAs(first);
        }

        @Test
        void whoSharesAThrottleStaysThereWhileItIsUsed() {
            fill(Throttles.MAX_KEYS);
            Throttle shared = of("one more", "gpt-4o", SMALL);
            ticker.advance(Duration.ofMinutes(10));
            Permit underWay = use(shared);

            assertThat(of("one more", "gpt-4o", SMALL)).isSameAs(shared);
            assertThat(of("one more", "gpt-4o", SMALL)).isSameAs(shared);
            underWay.refund();
            ticker.advance(Duration.ofMinutes(2));

            assertThat(of("one more", "gpt-4o", SMALL)).isNotSameAs(shared);
        }

        @Test
        void allMakeRoomThatRestWhenThereWereTooMany() {
            fill(2 * Throttles.MAX_KEYS + 1);
            ticker.advance(Duration.ofMinutes(10));

            Throttle own = of("one more", "gpt-4o", SMALL);

            assertThat(own.snapshot().key()).isEqualTo("one more gpt-4o");
            assertThat(throttles.snapshots()).hasSize(Throttles.MAX_KEYS);
        }

        @Test
        void noneIsForgottenThatTheServerToldToWait() {
            fill(Throttles.MAX_KEYS);
            ticker.advance(Duration.ofMinutes(10));
            for (int account = 0; account < Throttles.MAX_KEYS; account++) {
                use(of("account-" + account, "gpt-4o", SMALL))
                        .rejected(new Rejection(Duration.ofSeconds(90), false), ServerView.NONE);
            }
            ticker.advance(Duration.ofSeconds(61));

            of("one more", "gpt-4o", SMALL);

            assertThat(throttles.snapshots()).hasSize(Throttles.MAX_KEYS + 1);
        }

        @Test
        void noneIsForgottenWhoseMinuteIsNotOver() {
            fill(Throttles.MAX_KEYS);
            ticker.advance(Duration.ofSeconds(59));

            of("one more", "gpt-4o", SMALL);

            assertThat(throttles.snapshots()).hasSize(Throttles.MAX_KEYS + 1);
        }

        @Test
        void noneIsForgottenWithACallUnderWay() {
            Throttle first = of("account-0", "gpt-4o", SMALL);
            use(first);
            fill(Throttles.MAX_KEYS);
            ticker.advance(Duration.ofMinutes(10));
            of("one more", "gpt-4o", SMALL);

            assertThat(of("account-0", "gpt-4o", SMALL)).isSameAs(first);
        }

        @Test
        void thereIsAnEndToTheirNumber() {
            fill(3 * Throttles.MAX_KEYS);

            assertThat(throttles.snapshots()).hasSize(2 * Throttles.MAX_KEYS + 1);
            assertThat(of("one more", "gpt-4o", SMALL).snapshot().key())
                    .isEqualTo("(all other accounts) (all other models)");
        }

        private Permit use(Throttle throttle) {
            return throttle.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT).getNow(null);
        }
    }

    @Nested
    class Closed {

        @Test
        void endsEveryThrottle() {
            Throttle throttle = of("account", "gpt-4o", SMALL);

            throttles.close();

            assertThat(throttle.acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT))
                    .isCompletedExceptionally();
        }

        @Test
        void opensNoMore() {
            throttles.close();

            assertThat(of("account", "gpt-4o", SMALL).acquire(Cost.OF_ONE_REQUEST, Lane.DEFAULT, PATIENT))
                    .isCompletedExceptionally();
        }
    }
}
