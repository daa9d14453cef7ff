// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.share;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** By how much a bucket in a store is moved, whose server holds a thousand. */
class StoreCorrectionTest {

    private final StoreCorrection drift = new StoreCorrection();
    private int members = 1;

    private double observe(double... differences) {
        double gained = 0;
        for (double more : differences) {
            gained += drift.observe(more, 1_000, members);
        }
        return gained;
    }

    @Nested
    class WithMoreThanTheServer {

        @Test
        void losesItAtOnceDownToOnePercentBelow() {
            assertThat(observe(40)).isEqualTo(-50);
        }

        @Test
        void losesALittleWhenItHasAsMuch() {
            assertThat(observe(0)).isEqualTo(-10);
        }

        @Test
        void losesItEachTime() {
            assertThat(observe(40, 30)).isEqualTo(-90);
        }
    }

    @Nested
    class WithAboutAsMuch {

        @Test
        void staysAsItIs() {
            assertThat(observe(-10, -15, -19, -12, -18, -19)).isZero();
        }
    }

    @Nested
    class WithLess {

        @Test
        void gainsNothingFromWhatOthersHoldForAMoment() {
            assertThat(observe(-30, -90, -60)).isZero();
        }

        @Test
        void gainsHalfOfTheLeastOfFourInARow() {
            assertThat(observe(-60, -90, -40, -50)).isEqualTo(20);
        }

        @Test
        void theRowBeginsAnewAfterOneThatFits() {
            assertThat(observe(-60, -90, -40, -15, -50, -50, -50)).isZero();
            assertThat(observe(-70)).isEqualTo(25);
        }

        @Test
        void theRowBeginsAnewAfterAGain() {
            assertThat(observe(-60, -60, -60, -60, -30, -30, -30)).isEqualTo(30);
        }

        @Test
        void gainsHalfAtOnceWhenItHasFarLess() {
            assertThat(observe(-900)).isEqualTo(450);
            assertThat(observe(-450)).isEqualTo(225);
        }
    }

    @Nested
    class WithOtherMembers {

        @Test
        void eachMovesItsPart() {
            members = 4;

            assertThat(observe(40)).isEqualTo(-12.5);
            assertThat(observe(-900)).isEqualTo(112.5);
        }
    }

    @Nested
    class InVain {

        @Test
        void isWhatWasPutInWhenAllIsStillMissing() {
            observe(-300, -300);
            assertThat(drift.isInVain()).isTrue();
        }

        @Test
        void isNothingWhileABucketFillsUp() {
            observe(-900, -450, -225, -113, -60);

            assertThat(drift.isInVain()).isFalse();
        }

        /** The others may do nothing at all: then it is only slow. */
        @Test
        void isNothingBeforeThisMemberAloneHasPutInAll() {
            members = 4;
            observe(-300, -300, -300, -300, -300, -300, -300);
            assertThat(drift.isInVain()).isFalse();

            observe(-300);

            assertThat(drift.isInVain()).isTrue();
        }

        /** Another member gathers for a large call, of which this store does not know. */
        @Test
        void beginsAnewWhenMoreIsMissing() {
            observe(-120, -140, -160, -180, -200, -220);

            assertThat(drift.isInVain()).isFalse();
        }

        @Test
        void beginsAnewWhenTheStoreHasNearlyAsMuch() {
            observe(-300, -49, -300);

            assertThat(drift.isInVain()).isFalse();
        }

        @Test
        void isForgottenWithAllElse() {
            observe(-300, -300, -60, -60, -60);
            drift.reset();

            assertThat(drift.isInVain()).isFalse();
            assertThat(observe(-60, -60, -60)).isZero();
        }
    }
}
