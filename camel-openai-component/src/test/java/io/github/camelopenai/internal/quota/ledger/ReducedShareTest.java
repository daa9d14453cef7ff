// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How much of the limit is used after the server has complained. */
class ReducedShareTest {

    private static final long SECOND = 1_000_000_000;
    private static final long QUARTER = 900 * SECOND;

    private final ReducedShare cut = new ReducedShare();

    @Test
    void isAllAtFirst() {
        assertThat(cut.part(0)).isEqualTo(1);
    }

    @Nested
    class Rejected {

        @Test
        void costsATenth() {
            cut.rejected(0);

            assertThat(cut.part(0)).isEqualTo(0.9);
        }

        @Test
        void costsATenthOnceASecond() {
            cut.rejected(0);
            cut.rejected(SECOND / 2);
            assertThat(cut.part(SECOND / 2)).isEqualTo(0.9);

            cut.rejected(SECOND);
            assertThat(cut.part(SECOND)).isEqualTo(0.81);
        }

        @Test
        void isHeldForTenSecondsAndThenGrowsByAPercentASecond() {
            cut.rejected(0);

            assertThat(cut.part(10 * SECOND)).isEqualTo(0.9);
            assertThat(cut.part(15 * SECOND)).isEqualTo(0.95);
            assertThat(cut.part(20 * SECOND)).isEqualTo(1);
            assertThat(cut.part(500 * SECOND)).isEqualTo(1);
        }

        @Test
        void costsATenthAgainWhileThePartGrows() {
            cut.rejected(0);
            cut.part(15 * SECOND);

            cut.rejected(15 * SECOND + SECOND / 10);

            assertThat(cut.part(16 * SECOND)).isBetween(0.85, 0.87);
        }

        @Test
        void neverCostsAll() {
            for (int second = 0; second < 100; second++) {
                cut.rejected(second * SECOND);
            }

            assertThat(cut.part(100 * SECOND)).isBetween(0.05, 0.06);
        }
    }

    @Nested
    class SlowDown {

        @Test
        void costsAThirdAndHoldsForAQuarterOfAnHour() {
            cut.slowDown(0);

            assertThat(cut.part(0)).isEqualTo(0.67);
            assertThat(cut.part(QUARTER)).isEqualTo(0.67);
        }

        @Test
        void growsByHalfInTheNextQuarter() {
            cut.slowDown(0);

            assertThat(cut.part(QUARTER + QUARTER / 2)).isBetween(0.83, 0.85);
            assertThat(cut.part(2 * QUARTER)).isEqualTo(1);
        }

        @Test
        void costsAThirdOnceForCallsThatLeftTogether() {
            for (int call = 0; call < 20; call++) {
                cut.slowDown(call * SECOND / 10);
            }

            assertThat(cut.part(3 * SECOND)).isEqualTo(0.67);
        }

        @Test
        void isNotShortenedByALaterRejection() {
            cut.slowDown(0);
            cut.rejected(5 * SECOND);

            assertThat(cut.part(QUARTER)).isBetween(0.60, 0.61);
        }
    }
}
