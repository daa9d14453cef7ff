// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How much of a difference is believed; more than fifty cannot be refunds on their way. */
class DriftTest {

    private final Drift drift = new Drift();

    private double observe(double... differences) {
        double applied = 0;
        for (double difference : differences) {
            applied += drift.observe(difference, 50);
        }
        return applied;
    }

    private double observeAgain(int count, double difference) {
        double applied = 0;
        for (int seen = 0; seen < count; seen++) {
            applied += drift.observe(difference, 50);
        }
        return applied;
    }

    @Nested
    class Less {

        @Test
        void isAppliedAsTheSmallestOfThreeInARow() {
            assertThat(observe(-9, -5)).isZero();
            assertThat(observe(-7)).isEqualTo(-5);
        }

        @Test
        void beginsAnewWhenThereIsAsMuchAsWeThought() {
            assertThat(observe(-9, -9, 0, -9, -9)).isZero();
        }

        @Test
        void isAppliedOnce() {
            observe(-9, -9, -9);

            assertThat(observe(-9, -9)).isZero();
        }
    }

    @Nested
    class More {

        @Test
        void isAppliedByHalfOfTheSmallestOfManyInARow() {
            assertThat(observeAgain(22, 20)).isZero();
            assertThat(observe(8)).isZero();
            assertThat(observe(20)).isEqualTo(4);
        }

        @Test
        void comesSoonerWhenItIsTooMuchForRefunds() {
            assertThat(observeAgain(5, 60)).isZero();
            assertThat(observe(60)).isEqualTo(30);
        }

        @Test
        void beginsAnewAfterLess() {
            observeAgain(20, 20);
            observe(-1);

            assertThat(observeAgain(23, 20)).isZero();
        }
    }

    @Test
    void forgetsWhenTheLevelIsSetByOtherMeans() {
        observe(-9, -9);
        drift.reset();

        assertThat(observe(-9, -9)).isZero();
    }
}
