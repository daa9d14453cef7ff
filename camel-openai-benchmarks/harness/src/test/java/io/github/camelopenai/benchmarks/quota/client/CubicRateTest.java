// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CubicRateTest {
    private final CubicRate rate = new CubicRate();

    @Test
    void costsNothingBeforeTheFirstThrottling() {
        for (int i = 0; i < 100; i++) {
            assertThat(rate.tryTake(0)).isEmpty();
        }
    }

    @Nested
    class AfterThrottling {
        /** Ten answers in each half second are measured as 20 a second. */
        @BeforeEach
        void throttle() {
            for (int i = 0; i <= 40; i++) {
                rate.answered(false, i / 20.0);
            }
            rate.answered(true, 2.1);
            takeAll(2.1);
        }

        @Test
        void sendsAreLetGoAtSevenTenthsOfTheRate() {
            double wait = rate.tryTake(2.1).orElseThrow();

            assertThat(wait).isLessThanOrEqualTo(1 / (0.7 * 20) + 0.002);
            assertThat(takeAll(3.1)).isBetween(13, 14);
        }

        @Test
        void rateComesBackButNotBeyondTwiceWhatIsMeasured() {
            // The cube root of 20 x 0.3 / 0.4 is 2.47 seconds.
            rate.answered(false, 4.57);
            takeAll(4.57);

            // 1.2 a second since then, smoothed with the 20 before, are 5: twice that.
            assertThat(takeAll(5.57)).isBetween(8, 10);
        }

        private int takeAll(double now) {
            int taken = 0;
            while (rate.tryTake(now).isEmpty()) {
                taken++;
            }
            return taken;
        }
    }
}
