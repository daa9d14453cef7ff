// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What counts of the last minute. */
class SlidingLogTest {

    private static final long SECOND = 1_000_000_000;
    private static final long GONE = 60 * SECOND + SECOND / 2;

    private final SlidingLog log = new SlidingLog(0);

    @Test
    void countsAChargeForAMinuteAndALittleLonger() {
        log.add(10, 0, 0);

        assertThat(log.sum(GONE - 1)).isEqualTo(10);
        assertThat(log.sum(GONE)).isZero();
    }

    @Test
    void saysWhenEnoughIsGone() {
        log.add(10, 0, 0);
        log.add(10, 20 * SECOND, 20 * SECOND);

        assertThat(log.nanosUntilGone(10, 30 * SECOND)).isEqualTo(GONE - 30 * SECOND);
        assertThat(log.nanosUntilGone(11, 30 * SECOND)).isEqualTo(GONE - 10 * SECOND);
        assertThat(log.nanosUntilGone(0, 30 * SECOND)).isZero();
    }

    @Test
    void keepsItsWord() {
        log.add(10, 3 * SECOND + 7, 3 * SECOND + 7);
        long wait = log.nanosUntilGone(4, 5 * SECOND);

        assertThat(log.sum(5 * SECOND + wait - 1)).isEqualTo(10);
        assertThat(log.sum(5 * SECOND + wait)).isZero();
    }

    @Test
    void takesBackAtTheMomentOfTheCharge() {
        log.add(10, 0, 0);
        log.add(-4, 0, 10 * SECOND);

        assertThat(log.sum(10 * SECOND)).isEqualTo(6);
        assertThat(log.sum(GONE)).isZero();
    }

    @Test
    void ignoresWhatIsTakenBackTooLate() {
        log.add(10, 0, 0);
        log.add(-4, 0, 70 * SECOND);

        assertThat(log.sum(70 * SECOND)).isZero();
    }

    @Test
    void isEmptyAfterALongPause() {
        log.add(10, 0, 0);

        assertThat(log.sum(86_400 * SECOND)).isZero();
    }

    @Test
    void beginsAnewAndForgetsReturnsOfBefore() {
        log.add(10, 0, 0);
        log.forgetBefore(30 * SECOND, 30 * SECOND);
        log.add(5, 31 * SECOND, 31 * SECOND);
        log.add(-4, 0, 32 * SECOND);

        assertThat(log.sum(32 * SECOND)).isEqualTo(5);
    }

    @Test
    void beginsAnewAtAMomentThatIsPast() {
        log.add(10, 0, 0);
        log.add(5, 31 * SECOND, 31 * SECOND);
        log.forgetBefore(30 * SECOND, 32 * SECOND);
        log.add(-4, 0, 33 * SECOND);
        log.add(-1, 31 * SECOND, 33 * SECOND);

        assertThat(log.sum(33 * SECOND)).isEqualTo(4);
    }

    @Test
    void stillCountsWhatIsOwedOfBeforeItBeganAnew() {
        log.forgetBefore(30 * SECOND, 30 * SECOND);
        log.add(4, 0, 32 * SECOND);

        assertThat(log.sum(32 * SECOND)).isEqualTo(4);
    }

    /** The slot of the moment at which it begins anew is kept, and so is what is returned of it. */
    @Test
    void takesBackWhatItKeptWhenItBeganAnew() {
        long turn = 30 * SECOND + SECOND / 5;
        log.add(10, turn - SECOND / 10, turn - SECOND / 10);
        log.forgetBefore(turn, turn);
        log.add(-4, turn - SECOND / 10, turn + SECOND);

        assertThat(log.sum(turn + SECOND)).isEqualTo(6);
    }

    /** Ten times a tenth is not one. */
    @Test
    void doesNotWaitForWhatRoundingLeft() {
        double tenth = 0.1;
        for (int call = 0; call < 10; call++) {
            log.add(tenth, 0, 0);
        }
        log.add(-1, 0, 0);

        assertThat(log.nanosUntilGone(Math.abs(log.sum(0)), 0)).isZero();
        assertThat(log.nanosUntilGone(1e-9, 0)).isZero();
    }

    @Test
    void waitsForNoMoreThanThereIs() {
        log.add(5, 0, 0);
        log.add(0, 30 * SECOND, 30 * SECOND);

        assertThat(log.nanosUntilGone(5 + 1e-9, 30 * SECOND)).isEqualTo(GONE - 30 * SECOND);
    }

    @Test
    void forgetsTheOldestFirst() {
        log.add(5, 0, 0);
        log.add(5, 10 * SECOND, 10 * SECOND);
        log.forget(5, 20 * SECOND);

        assertThat(log.sum(20 * SECOND)).isEqualTo(5);
        assertThat(log.nanosUntilGone(1, 20 * SECOND)).isEqualTo(GONE - 10 * SECOND);
    }

    @Test
    void readsAClockBelowZero() {
        SlidingLog old = new SlidingLog(-5 * SECOND);
        old.add(10, -5 * SECOND, -5 * SECOND);

        assertThat(old.sum(GONE - 5 * SECOND - 1)).isEqualTo(10);
        assertThat(old.sum(GONE - 5 * SECOND)).isZero();
    }

    @Test
    void knowsItsOldestCharge() {
        assertThat(log.oldest(0)).isEqualTo(Long.MAX_VALUE);

        log.add(10, 2 * SECOND, 2 * SECOND);
        log.add(10, 9 * SECOND, 9 * SECOND);

        assertThat(log.oldest(10 * SECOND)).isEqualTo(2 * SECOND);
        assertThat(log.oldest(2 * SECOND + GONE)).isEqualTo(9 * SECOND);
        assertThat(log.oldest(9 * SECOND + GONE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void findsAnOlderChargeThatIsToldLater() {
        log.add(10, 9 * SECOND, 9 * SECOND);
        assertThat(log.oldest(10 * SECOND)).isEqualTo(9 * SECOND);

        log.add(3, 4 * SECOND, 10 * SECOND);

        assertThat(log.oldest(10 * SECOND)).isEqualTo(4 * SECOND);
    }

    @Test
    void whatIsTakenBackWholeIsNotTheOldest() {
        log.add(10, 2 * SECOND, 2 * SECOND);
        log.add(10, 9 * SECOND, 9 * SECOND);

        log.add(-10, 2 * SECOND, 10 * SECOND);

        assertThat(log.oldest(10 * SECOND)).isEqualTo(9 * SECOND);
    }
}
