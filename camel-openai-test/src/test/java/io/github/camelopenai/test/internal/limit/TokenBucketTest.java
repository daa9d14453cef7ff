// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    private final TokenBucket bucket = new TokenBucket(600, 0);

    @Test
    void startsFull() {
        assertThat(bucket.remaining()).isEqualTo(600);
        assertThat(bucket.untilFull()).isZero();
    }

    @Test
    void refillsContinuouslyAtItsSizePerMinute() {
        bucket.take(600);

        bucket.refill(SECOND / 20);
        assertThat(bucket.remaining()).isZero();
        bucket.refill(SECOND / 10);
        assertThat(bucket.remaining()).isEqualTo(1);
        bucket.refill(30 * SECOND);
        assertThat(bucket.remaining()).isEqualTo(300);
    }

    @Test
    void isNeverMoreThanFull() {
        bucket.take(1);

        bucket.refill(365L * 24 * 3_600 * SECOND);

        assertThat(bucket.remaining()).isEqualTo(600);
    }

    @Test
    void holdsTheAmountExactlyWhenTheTimeItNamedHasPassed() {
        bucket.take(600);
        long wait = bucket.untilHolds(7).toNanos();

        bucket.refill(wait - 1_000);
        assertThat(bucket.holds(7)).isFalse();
        bucket.refill(wait);
        assertThat(bucket.holds(7)).isTrue();
    }

    @Test
    void paysADebtBeforeItHoldsAnythingAgain() {
        bucket.take(600);
        bucket.give(-60);

        assertThat(bucket.remaining()).isZero();
        assertThat(bucket.untilHolds(1)).isEqualTo(Duration.ofMillis(6_100));
    }

    @Test
    void standsStillWhenTheClockStepsBack() {
        TokenBucket late = new TokenBucket(600, 10 * SECOND);
        late.take(600);

        late.refill(5 * SECOND);
        late.refill(11 * SECOND);

        assertThat(late.remaining()).isEqualTo(10);
    }

    @Test
    void givesOutNoMoreThanItsSizeAndItsRefillOverAnyRun() {
        Random random = new Random(7);
        long now = 0;
        long taken = 0;
        for (int i = 0; i < 10_000; i++) {
            now += random.nextInt(50_000_000);
            bucket.refill(now);
            int wanted = 1 + random.nextInt(40);
            if (bucket.holds(wanted)) {
                bucket.take(wanted);
                taken += wanted;
            }
        }

        assertThat(taken).isBetween(600L * now / (60 * SECOND) - 40, 600 + 600L * now / (60 * SECOND));
    }

    @Test
    void doesNotOverflowAtTheLargestLimit() {
        TokenBucket large = new TokenBucket(100_000_000_000L, 0);
        large.take(100_000_000_000L);
        large.give(-100_000_000L);

        large.refill(61 * SECOND);

        assertThat(large.remaining()).isEqualTo(100_000_000_000L);
    }
}
