// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How fast others use the quota; at most two a second. */
class UsageByOthersTest {

    private static final long SECOND = 1_000_000_000;

    private final UsageByOthers foreign = new UsageByOthers(2.0 / SECOND, 0);

    private double perSecond() {
        return foreign.perNano() * SECOND;
    }

    @Test
    void isNewsOnlyWhenSomeTimeHasPassed() {
        assertThat(foreign.add(5, SECOND)).isFalse();
        assertThat(perSecond()).isZero();
        assertThat(foreign.add(5, 5 * SECOND)).isTrue();
    }

    /** Calls that overtake each other by seconds look like that, as on a JVM that has just started. */
    @Test
    void isNotSeenInWhatIsMissingOnce() {
        foreign.add(50, 5 * SECOND);
        foreign.add(0, 10 * SECOND);

        assertThat(perSecond()).isZero();
    }

    @Test
    void isWhatWasMissingTwiceInARow() {
        foreign.add(50, 5 * SECOND);
        foreign.add(5, 10 * SECOND);

        assertThat(perSecond()).isGreaterThan(0).isLessThan(1);
    }

    @Test
    void countsAllThatWasMissingMeanwhile() {
        UsageByOthers atOnce = new UsageByOthers(2.0 / SECOND, 0);

        foreign.add(5, 5 * SECOND);
        foreign.add(2, 6 * SECOND);
        foreign.add(3, 10 * SECOND);
        atOnce.add(5, 5 * SECOND);
        atOnce.add(5, 10 * SECOND);

        assertThat(foreign.perNano()).isPositive();
        assertThat(foreign.perNano()).isEqualTo(atOnce.perNano());
    }

    @Test
    void believesAPartOfWhatWasMissing() {
        foreign.add(5, 5 * SECOND);
        foreign.add(5, 10 * SECOND);

        assertThat(perSecond()).isGreaterThan(0).isLessThan(1);
    }

    @Test
    void staysWhenNothingMoreIsMissing() {
        foreign.add(5, 5 * SECOND);
        foreign.add(5, 10 * SECOND);
        double before = perSecond();

        foreign.add(0, 15 * SECOND);

        assertThat(perSecond()).isEqualTo(before); // they use what was expected of them
    }

    @Test
    void risesWhileMoreIsMissing() {
        for (int span = 1; span <= 20; span++) {
            foreign.add(0.5 * 5, span * 5 * SECOND);
        }

        assertThat(perSecond()).isEqualTo(2); // what is missing beyond what was expected
    }

    @Test
    void fallsWhenThereIsMore() {
        foreign.add(5, 5 * SECOND);
        foreign.add(5, 10 * SECOND);
        double before = perSecond();

        foreign.add(-2, 15 * SECOND);

        assertThat(perSecond()).isGreaterThan(0).isLessThan(before);
    }

    @Test
    void isNeverNegative() {
        foreign.add(-100, 5 * SECOND);

        assertThat(perSecond()).isZero();
    }

    @Test
    void neverExceedsItsBound() {
        foreign.add(10_000, 5 * SECOND);
        foreign.add(10_000, 10 * SECOND);

        assertThat(perSecond()).isEqualTo(2);
    }

    @Test
    void isForgottenWhenTheLevelIsSetAnew() {
        foreign.add(10, 5 * SECOND);
        foreign.add(3, 6 * SECOND);
        foreign.reset(7 * SECOND);

        assertThat(perSecond()).isZero();
        assertThat(foreign.add(0, 12 * SECOND)).isTrue();
        assertThat(perSecond()).isZero();
    }
}
