// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How much of a difference is believed; more than fifty cannot be refunds on their way. */
class LevelCorrectionTest {

    private final LevelCorrection drift = new LevelCorrection();

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

    /** How many answers in a row it takes until some of the difference is believed. */
    private int answersUntilBelieved(double difference) {
        int answers = 1;
        while (drift.observe(difference, 50) == 0) {
            answers++;
            assertThat(answers).isLessThan(100);
        }
        return answers;
    }

    @Nested
    class Less {

        @Test
        void isBelievedAtOnce() {
            assertThat(observe(-9)).isEqualTo(-9);
        }

        @Test
        void isBelievedInFullEachTime() {
            observe(-9);

            assertThat(observe(-5)).isEqualTo(-5);
        }

        @Test
        void isBelievedWhateverTheAnswersBeforeSaid() {
            observeAgain(answersUntilBelieved(20) - 1, 20);

            assertThat(observe(-9)).isEqualTo(-9);
        }

        @Test
        void isAppliedOnce() {
            observe(-9);

            assertThat(observeAgain(100, 0)).isZero();
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
            int few = answersUntilBelieved(60);

            assertThat(few).isBetween(2, answersUntilBelieved(20) - 1);
        }

        @Test
        void neverRaisesByMoreThanHalfOfWhatRefundsExplain() {
            int few = answersUntilBelieved(1_000);

            assertThat(observeAgain(few, 1_000)).isEqualTo(25);
        }

        @Test
        void isNotAppliedWhenOneAnswerAgreedWithUs() {
            int many = answersUntilBelieved(20);

            observeAgain(many - 2, 20);

            assertThat(observe(0, 20)).isZero();
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
        int many = answersUntilBelieved(20);
        observeAgain(many - 1, 20);

        drift.reset();

        assertThat(observeAgain(many - 1, 20)).isZero();
    }
}
