// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelopenai.internal.quota.terms.Limits.Learning;
import io.github.camelopenai.internal.quota.terms.Limits.Limit;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Limits that are there, that come, and that are for a day. */
class QuotaDimensionTest {

    private static final long SECOND = 1_000_000_000;

    @Nested
    class WithoutALimit {

        private final QuotaDimension dimension = new QuotaDimension(Limit.UNKNOWN, 1, 0);

        @Test
        void everythingPasses() {
            assertThat(dimension.nanosUntil(1e12, 0)).isZero();
            assertThat(dimension.fits(1e12)).isTrue();
        }

        @Test
        void theFirstHeaderNamesOne() {
            QuotaDimension.Charge charge = dimension.take(1, 0);
            dimension.end(charge, 0, 0, 0);
            dimension.observe(charge, false, new Reading(500, 480, 2_400_000_000L), 0);

            assertThat(dimension.minute().perMinute()).isEqualTo(500);
            assertThat(dimension.minute().level(0)).isEqualTo(480);
        }

        @Test
        void callsUnderWayMayNotBeInTheFirstHeader() {
            QuotaDimension.Charge charge = dimension.take(1, 0);
            for (int other = 0; other < 30; other++) {
                dimension.take(1, 0);
            }
            dimension.end(charge, 0, 0, 0);
            dimension.observe(charge, false, new Reading(500, 480, 2_400_000_000L), 0);

            assertThat(dimension.minute().level(0)).isEqualTo(450);
        }

        @Test
        void aCallOfBeforeEndsWithoutHarm() {
            QuotaDimension.Charge before = dimension.take(7, 0);
            QuotaDimension.Charge charge = dimension.take(1, 0);
            dimension.end(charge, 0, 0, 0);
            dimension.observe(charge, false, new Reading(500, 480, 2_400_000_000L), 0);

            dimension.end(before, 7, 0, SECOND);
            dimension.observe(before, false, new Reading(500, 499, 120_000_000L), SECOND);

            assertThat(dimension.minute().level(SECOND)).isEqualTo(473);
        }

        @Test
        void noneIsLearnedWhereThatIsSwitchedOff() {
            QuotaDimension deaf = new QuotaDimension(new Limit(OptionalLong.empty(), Learning.NONE), 1, 0);
            QuotaDimension.Charge charge = deaf.take(1, 0);
            deaf.observe(charge, false, new Reading(500, 480, 2_400_000_000L), 0);

            assertThat(deaf.minute()).isNull();
        }
    }

    /** Sixty a minute by the tier; the headers tell of 10,000 a day. */
    @Nested
    class WithALimitForTheDay {

        private final QuotaDimension dimension = new QuotaDimension(Limit.ofTier(60L), 1, 0);

        private void call(long now, long left) {
            QuotaDimension.Charge charge = dimension.take(1, now);
            dimension.end(charge, 0, 0, now);
            dimension.observe(charge, false, new Reading(10_000, left, (10_000 - left) * 8_640_000_000L), now);
        }

        private void useSome() {
            for (int call = 1; call <= 20; call++) {
                call(call * SECOND, 10_000 - call);
            }
        }

        @Test
        void itStandsBesideThatOfTheMinute() {
            useSome();

            assertThat(dimension.minute().perMinute()).isEqualTo(60);
            assertThat(dimension.day().level(20 * SECOND)).isCloseTo(9_980, within(2.0));
            assertThat(dimension.day().windowNanos()).isCloseTo(86_400e9, within(9_000e9));
        }

        @Test
        void itIsKeptToAsWell() {
            useSome();
            for (int call = 1; call <= 30; call++) {
                call(SECOND * (20 + call), Math.max(0, 30 - call)); // others have used it up
            }

            assertThat(dimension.nanosUntil(1, 50 * SECOND)).isGreaterThan(SECOND);
        }
    }
}
