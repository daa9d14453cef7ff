// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelopenai.internal.quota.learn.RefillModel.Kind;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reset headers tell of a server. */
class RefillModelTest {

    private static final double SECOND = 1e9;

    private final RefillModel shape = new RefillModel();

    /** What a bucket of so many in so many seconds says after so much was used; times are told in milliseconds. */
    private static Reading bucket(long limit, double used, double windowSeconds) {
        long millis = Math.round(used / limit * windowSeconds * 1e3);
        return new Reading(limit, (long) Math.floor(limit - used), millis * 1_000_000);
    }

    private static Reading minute(long limit, long used, double endSeconds, double nowSeconds) {
        return new Reading(limit, limit - used, (long) ((endSeconds - nowSeconds) * SECOND));
    }

    private void observe(Reading reading, double atSeconds) {
        shape.observe(reading, (long) (atSeconds * SECOND), Long.MAX_VALUE);
    }

    private void observeMinute(int calls, double endSeconds, double fromSeconds) {
        for (int call = 1; call <= calls; call++) {
            double now = fromSeconds + call * 0.7;
            observe(minute(500, call * 3L, endSeconds, now), now);
        }
    }

    private void observeBucket(long limit, double windowSeconds) {
        long each = Math.max(1, limit / 50);
        for (int call = 1; call <= 30 && call * each <= limit; call++) {
            observe(bucket(limit, call * each, windowSeconds), call * 0.01);
        }
    }

    @ParameterizedTest(name = "{0} in {1} s")
    @CsvSource({"500, 60", "200000, 60", "83, 10", "8, 1", "33, 1", "10000, 86400"})
    void recognisesABucket(long limit, double windowSeconds) {
        observeBucket(limit, windowSeconds);

        assertThat(shape.kind()).isEqualTo(Kind.BUCKET);
        assertThat(shape.windowNanos() / SECOND).isCloseTo(windowSeconds, within(windowSeconds * 0.1));
    }

    @Test
    void recognisesABucketWhoseLevelIsNoWholeNumber() {
        for (int call = 1; call <= 40; call++) {
            observe(bucket(8, 0.37 + call * 0.173 % 7, 1), call);
        }

        assertThat(shape.kind()).isEqualTo(Kind.BUCKET);
        assertThat(shape.windowNanos() / SECOND).isCloseTo(1, within(0.15));
    }

    @Test
    void isNotSureOfABucketWhileAnswersAreAlike() {
        for (int call = 0; call < 50; call++) {
            observe(bucket(500, 2, 60), call);
        }

        assertThat(shape.kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void isNotFooledBySmallCountsInAFixedMinute() {
        for (int call = 1; call <= 3; call++) {
            observe(minute(500, call, 60, call * 0.01), call * 0.01);
        }

        assertThat(shape.kind()).isNotEqualTo(Kind.BUCKET);
    }

    /** Used up before and after, it names half as much used, which is no other part of the limit. */
    @Test
    void isNotFooledByALimitThatIsHalvedWhileAllOfItIsUsed() {
        observe(minute(500, 500, 60, 1), 1);
        observe(minute(500, 500, 60, 1.1), 1.1);
        observe(minute(250, 250, 60, 1.2), 1.2);
        observe(minute(250, 250, 60, 1.3), 1.3);
        observe(minute(250, 250, 60, 1.4), 1.4);

        assertThat(shape.kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void knowsTheWindowStillWhenTheLimitChanges() {
        observeBucket(1_000, 60);

        observe(bucket(500, 2, 60), 1);

        assertThat(shape.kind()).isEqualTo(Kind.BUCKET);
        assertThat(shape.windowNanos() / SECOND).isCloseTo(60, within(0.1));
    }

    /** Two models behind one name. */
    @Test
    void recognisesABucketWhoseAnswersNameTwoLimitsInTurn() {
        for (int call = 1; call <= 30; call++) {
            observe(bucket(call % 2 == 0 ? 500 : 1_000, call * 10, 60), call);
        }

        assertThat(shape.kind()).isEqualTo(Kind.BUCKET);
        assertThat(shape.windowNanos() / SECOND).isCloseTo(60, within(0.5));
    }

    @Test
    void learnsNothingFromAFullServer() {
        for (int call = 0; call < 50; call++) {
            observe(new Reading(500, 500, 0), call);
        }

        assertThat(shape.kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void learnsNothingWithoutResets() {
        for (int call = 1; call < 50; call++) {
            observe(new Reading(500, 500 - call, -1), call);
        }

        assertThat(shape.kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void recognisesAFixedMinuteAndItsEnd() {
        observeMinute(20, 60, 0);

        assertThat(shape.kind()).isEqualTo(Kind.WINDOW);
        assertThat(shape.countsFixedMinutes()).isTrue();
        assertThat(shape.endOfMinute() / SECOND).isCloseTo(60, within(0.001));
    }

    @Test
    void followsAFixedMinuteIntoTheNext() {
        observeMinute(20, 60, 0);
        observeMinute(3, 120, 60);

        assertThat(shape.countsFixedMinutes()).isTrue();
        assertThat(shape.endOfMinute() / SECOND).isCloseTo(120, within(0.001));
    }

    /** On a JVM that has just started hundreds of calls may arrive seconds after they have left. */
    @Test
    void isNotMisledByCallsThatTravelledForSeconds() {
        observeMinute(10, 60, 0);
        for (int call = 0; call < 50; call++) {
            observe(minute(500, 40 + call, 60, 15 + 3), 15); // left at 15 s, arrived at 18 s
        }
        observe(minute(500, 1, 120, 62 + 3), 62);
        observe(minute(500, 2, 120, 66), 66);

        assertThat(shape.countsFixedMinutes()).isTrue();
        assertThat(shape.endOfMinute() / SECOND).isCloseTo(120, within(0.1));
    }

    @Test
    void knowsTheMinuteStillWhenNothingWasSentForAWhile() {
        observeMinute(10, 60, 0);
        observe(minute(500, 1, 360, 310), 310);

        assertThat(shape.countsFixedMinutes()).isTrue();
        assertThat(shape.endOfMinute() / SECOND).isCloseTo(360, within(0.1));
    }

    /** A limit for a day may show once in between. */
    @Test
    void isNotMisledByOneResetOfHours() {
        observe(new Reading(10_000, 9_000, (long) (3_600 * SECOND)), 0.1);
        observeMinute(20, 60, 0);

        assertThat(shape.countsFixedMinutes()).isTrue();
        assertThat(shape.endOfMinute() / SECOND).isCloseTo(60, within(0.001));
    }

    @Test
    void givesUpOnMinutesThatMoveForTheThirdTime() {
        for (int time = 0; time < 3; time++) {
            observeMinute(10, 60 + time * 75, time * 75);
            assertThat(shape.countsFixedMinutes()).isTrue();
        }

        observeMinute(10, 285, 225);

        assertThat(shape.countsFixedMinutes()).isFalse();
    }

    @Test
    void recognisesASlidingMinuteAsAWindowWithoutAnEnd() {
        for (int call = 1; call <= 40; call++) {
            observe(new Reading(500, 500 - call * 3L, (long) (60 * SECOND)), call * 1.5);
        }

        assertThat(shape.kind()).isEqualTo(Kind.WINDOW);
        assertThat(shape.countsFixedMinutes()).isFalse();
    }

    @Nested
    class WhenTheServerChanges {

        @Test
        void oneStrayAnswerChangesNothing() {
            observeBucket(500, 60);
            observe(minute(500, 100, 60, 1), 1);
            observe(bucket(500, 31, 60), 2);

            assertThat(shape.kind()).isEqualTo(Kind.BUCKET);
        }

        @Test
        void aBucketMayBecomeAFixedMinute() {
            observeBucket(500, 60);

            observeMinute(30, 60, 10);

            assertThat(shape.kind()).isEqualTo(Kind.WINDOW);
            assertThat(shape.countsFixedMinutes()).isTrue();
        }

        @Test
        void aFixedMinuteMayBecomeSlices() {
            observeBucket(500, 60);
            observeMinute(30, 60, 10);

            observeBucket(83, 10);
            observeBucket(83, 10);

            assertThat(shape.kind()).isEqualTo(Kind.BUCKET);
            assertThat(shape.windowNanos() / SECOND).isCloseTo(10, within(1.0));
        }
    }
}
