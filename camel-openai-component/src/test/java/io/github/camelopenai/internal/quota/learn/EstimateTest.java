// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Used;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is learned about estimates of tokens. */
class EstimateTest {

    private static final Cost BOUNDED = new Cost(100, 500, true, 0);
    private static final Cost UNBOUNDED = new Cost(100, 500, false, 0);

    private final Estimate estimate = new Estimate();

    private void learn(int answers, long prompt, long output) {
        for (int answer = 0; answer < answers; answer++) {
            estimate.learn(BOUNDED, new Used(prompt + output, prompt));
        }
    }

    @Test
    void isBelievedAtFirst() {
        assertThat(estimate.prompt(BOUNDED)).isEqualTo(100);
        assertThat(estimate.output(UNBOUNDED)).isEqualTo(500);
        assertThat(estimate.likelyOutput(BOUNDED)).isEqualTo(500);
    }

    @Nested
    class Prompts {

        @Test
        void comeToTheFactorThatAnswersShow() {
            learn(100, 150, 10);

            assertThat(estimate.prompt(BOUNDED)).isBetween(148.0, 151.0);
        }

        @Test
        void changeLittleForOneOddAnswer() {
            learn(1, 10_000, 10);

            assertThat(estimate.prompt(BOUNDED)).isBetween(100.0, 116.0);
        }

        @Test
        void areNeverThoughtToBeMoreThanFourTimesAsLarge() {
            learn(200, 100_000, 10);

            assertThat(estimate.prompt(BOUNDED)).isLessThanOrEqualTo(400);
        }

        @Test
        void areNeverThoughtToBeLessThanAQuarter() {
            learn(200, 0, 10);

            assertThat(estimate.prompt(BOUNDED)).isGreaterThanOrEqualTo(25);
        }

        @Test
        void learnNothingFromAnAnswerThatDoesNotSay() {
            estimate.learn(BOUNDED, Used.UNKNOWN);
            estimate.learn(BOUNDED, Used.ofTokens(900));

            assertThat(estimate.prompt(BOUNDED)).isEqualTo(100);
        }
    }

    @Nested
    class Answers {

        @Test
        void areKnownAfterEight() {
            learn(7, 100, 50);
            assertThat(estimate.output(UNBOUNDED)).isEqualTo(500);

            learn(1, 100, 50);
            assertThat(estimate.output(UNBOUNDED)).isEqualTo(60); // and a tail
        }

        @Test
        void thatAreBoundedAreReservedInFull() {
            learn(20, 100, 50);

            assertThat(estimate.output(BOUNDED)).isEqualTo(500);
            assertThat(estimate.likelyOutput(BOUNDED)).isEqualTo(50);
        }
    }
}
