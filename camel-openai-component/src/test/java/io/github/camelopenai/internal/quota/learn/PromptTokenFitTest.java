// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Most prompts are small here, some are large, a few are very large. */
class PromptTokenFitTest {

    private static final long AROUND = 23; // tokens that the fields around a text are estimated at and not charged

    private final PromptTokenFit fit = new PromptTokenFit();
    private final Random random = new Random(20_261_127);

    private void learn(int answers, double noise) {
        for (int answer = 0; answer < answers; answer++) {
            int size = random.nextInt(100);
            long text = size < 85 ? 150 + random.nextInt(100) : size < 97 ? 800 : 8_000;
            learn(text, noise);
        }
    }

    private void learn(long text, double noise) {
        fit.learn(text + AROUND, Math.round(text * Math.exp(noise * random.nextGaussian())));
    }

    @Test
    void isTheEstimateAtFirst() {
        assertThat(fit.of(4_000)).isEqualTo(4_000);
        assertThat(fit.doubt(4_000)).isZero();
    }

    @Test
    void aPartThatIsTheSameForAllIsNotMultipliedForLargeOnes() {
        learn(200, 0);

        assertThat(fit.of(200 + AROUND)).isCloseTo(200, within(2.0));
        assertThat(fit.of(800 + AROUND)).isCloseTo(800, within(8.0));
        assertThat(fit.of(8_000 + AROUND)).isCloseTo(8_000, within(80.0)); // a factor would make 7,300 of it
        assertThat(fit.doubt(200)).isLessThan(2);
        assertThat(fit.doubt(8_000)).isLessThan(80);
    }

    @Test
    void aLanguageWithMoreTokensForItsBytesIsAFactor() {
        for (int answer = 0; answer < 300; answer++) {
            long estimated = 100 + random.nextInt(2_000);
            fit.learn(estimated, Math.round(estimated * 1.6));
        }

        assertThat(fit.of(100)).isCloseTo(160, within(3.0));
        assertThat(fit.of(20_000)).isCloseTo(32_000, within(500.0));
    }

    @Test
    void whatIsScatteredIsMetOnTheWholeAndItsDoubtIsKnown() {
        learn(400, 0.1);

        assertThat(fit.of(200 + AROUND)).isCloseTo(200, within(12.0));
        assertThat(fit.of(8_000 + AROUND)).isCloseTo(8_000, within(800.0));
        assertThat(fit.doubt(200)).isBetween(14.0, 26.0);
        assertThat(fit.doubt(8_000)).isBetween(560.0, 1_040.0);
    }

    /** It may be the language or the part that is the same for all: nothing tells. */
    @Test
    void aLargePromptIsInDoubtWhileAllWereSmall() {
        for (int answer = 0; answer < 400; answer++) {
            learn(30 + random.nextInt(3), 0);
        }

        assertThat(fit.of(31 + AROUND)).isCloseTo(31, within(1.0));
        assertThat(fit.of(4_500 + AROUND)).isBetween(3_000.0, 4_600.0); // a factor would make 2,500 of it
        assertThat(4_500 - fit.of(4_500 + AROUND)).isLessThan(1.5 * fit.doubt(4_500 + AROUND));
        assertThat(fit.doubt(31 + AROUND)).isLessThan(2);
    }

    @Test
    void nothingIsLearnedFromNothing() {
        fit.learn(0, 10);
        fit.learn(10, -1);

        assertThat(fit.of(0)).isZero();
        assertThat(fit.of(10)).isEqualTo(10);
    }
}
