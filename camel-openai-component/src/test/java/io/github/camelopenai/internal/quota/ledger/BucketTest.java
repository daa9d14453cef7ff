// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The level of a single bucket of ten, refilled by one in ten nanoseconds. */
class BucketTest {

    private final Bucket bucket = new Bucket(10, 0.1, 0);

    @Test
    void startsFull() {
        assertThat(bucket.level(0)).isEqualTo(10);
    }

    @Test
    void refillsWithTime() {
        bucket.take(6, 0);

        assertThat(bucket.level(20)).isEqualTo(6);
    }

    @Test
    void neverHoldsMoreThanItsCapacity() {
        bucket.take(6, 0);

        assertThat(bucket.level(1_000_000)).isEqualTo(10);
    }

    @Test
    void takesNothingBackBeyondItsCapacity() {
        bucket.take(1, 0);
        bucket.giveBack(5, 0);

        assertThat(bucket.level(0)).isEqualTo(10);
    }

    @Test
    void mayBeInDebt() {
        bucket.take(15, 0);

        assertThat(bucket.level(0)).isEqualTo(-5);
        assertThat(bucket.nanosUntil(1, 0)).isEqualTo(60);
    }

    @Test
    void saysWhenAnAmountWillBeThere() {
        bucket.take(10, 0);

        assertThat(bucket.nanosUntil(4, 0)).isEqualTo(40);
        assertThat(bucket.nanosUntil(4, 30)).isEqualTo(10);
        assertThat(bucket.nanosUntil(4, 40)).isZero();
    }

    @Test
    void lendsMoreThanItsCapacityOnceItIsFull() {
        bucket.take(1, 0);

        assertThat(bucket.nanosUntil(12, 0)).isEqualTo(10);
        assertThat(bucket.nanosUntil(12, 10)).isZero();
    }

    @Test
    void doesNotRefillTwiceForACallerWithAnEarlierClock() {
        bucket.take(10, 0);
        bucket.level(50);
        bucket.level(20);

        assertThat(bucket.level(50)).isEqualTo(5);
    }

    @Test
    void readsAClockThatOverflows() {
        Bucket old = new Bucket(10, 0.1, Long.MAX_VALUE - 10);
        old.take(10, Long.MAX_VALUE - 10);

        assertThat(old.level(Long.MIN_VALUE + 9)).isEqualTo(2);
    }

    @Test
    void holdsALittleMoreForAWhileWhereThatIsAskedFor() {
        bucket.giveBackBeyond(5, 0);

        assertThat(bucket.level(0)).isEqualTo(15);
        assertThat(bucket.level(1_000_000)).isEqualTo(15);
    }

    @Test
    void neverHoldsMoreThanFourTimesItsCapacity() {
        bucket.giveBackBeyond(500, 0);

        assertThat(bucket.level(0)).isEqualTo(40);
    }

    @Test
    void keepsWhatFitsWhenItBecomesSmaller() {
        bucket.reshape(4, 0.2, 0);

        assertThat(bucket.level(0)).isEqualTo(4);
        bucket.take(4, 0);
        assertThat(bucket.level(10)).isEqualTo(2);
    }

    @Test
    void isNotFilledByBecomingLarger() {
        bucket.reshape(20, 0.1, 0);

        assertThat(bucket.level(0)).isEqualTo(10);
        assertThat(bucket.level(100)).isEqualTo(20);
    }

    @Test
    void keepsItsDebtWhenItBecomesSmaller() {
        bucket.take(13, 0);
        bucket.reshape(4, 0.1, 0);

        assertThat(bucket.level(0)).isEqualTo(-3);
    }
}
