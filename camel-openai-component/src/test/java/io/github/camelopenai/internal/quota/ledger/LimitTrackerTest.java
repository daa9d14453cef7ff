// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelopenai.internal.quota.learn.MinuteRollover;
import io.github.camelopenai.internal.quota.learn.RefillModel;
import io.github.camelopenai.internal.quota.terms.Limits.Learning;
import io.github.camelopenai.internal.quota.terms.Limits.Limit;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps account of 6,000 tokens a minute; 400 may leave at once while the server is not known. */
class LimitTrackerTest {

    private static final long SECOND = 1_000_000_000;
    private static final double PER_NANO = 6_000 / 60e9;

    private final LimitTracker meter = meter(Learning.BOTH);

    private static LimitTracker meter(Learning learning) {
        return new LimitTracker(new Limit(OptionalLong.of(6_000), learning), 4, 0);
    }

    /** What a bucket of the minute says when so much is left. */
    private static Reading bucket(long limit, double left) {
        return new Reading(limit, (long) Math.floor(left), Math.round((limit - left) / limit * 60_000) * 1_000_000);
    }

    private static Reading left(long remaining) {
        return new Reading(6_000, remaining, -1);
    }

    /** Lets the meter find out that the server is a bucket; gives when that was. */
    private static long recogniseBucket(LimitTracker meter) {
        Bucket server = new Bucket(6_000, PER_NANO, 0);
        long now = 0;
        for (int call = 0; call < 20; call++) {
            now += SECOND / 2;
            server.take(150, now);
            meter.observe(meter.take(150, now), false, bucket(6_000, server.level(now)), now);
        }
        assertThat(meter.kind()).isEqualTo(RefillModel.Kind.BUCKET);
        assertThat(meter.level(now)).isCloseTo(server.level(now), within(60.0));
        return now;
    }

    /** Lets the meter find out that the server counts in fixed minutes, and see two of them turn; gives when the third ends. */
    private static long recogniseFixedMinute(LimitTracker meter) {
        long minute = 60 * SECOND;
        for (int begun = 0; begun < 3; begun++) {
            for (int call = 1; call <= 20; call++) {
                long now = begun * minute + call * SECOND;
                meter.nanosUntil(100, now);
                ChargeEntry entry = meter.take(100, now);
                meter.observe(entry, false, new Reading(6_000, 6_000 - call * 100, (begun + 1) * minute - now), now);
            }
        }
        return 3 * minute;
    }

    /** Lets the meter find out that the server counts in a window that does not begin anew at a certain moment. */
    private static void recogniseSlidingMinute(LimitTracker meter, long limit) {
        for (int call = 0; call < 12; call++) {
            long now = call * 15 * SECOND;
            ChargeEntry entry = meter.take(1, now);
            long used = 1 + call % 3;
            meter.observe(entry, false, new Reading(limit, limit - used, (60 - used * 18) * SECOND), now);
        }
        assertThat(meter.kind()).isEqualTo(RefillModel.Kind.WINDOW);
    }

    @Nested
    class WithoutHeaders {

        @Test
        void aFewSecondsWorthMayLeaveAtOnce() {
            meter.take(400, 0);

            assertThat(meter.nanosUntil(100, 0)).isEqualTo(SECOND);
        }

        @Test
        void aMinuteHoldsNoMoreThanTheLimitAndALittle() {
            double sent = 0;
            for (long now = 0; now < 60 * SECOND; now += SECOND / 10) {
                if (meter.nanosUntil(50, now) == 0) {
                    meter.take(50, now);
                    sent += 50;
                }
            }

            assertThat(sent).isBetween(6_000.0, 6_360.0);
        }

        @Test
        void aRefundNeverExceedsTheLimit() {
            ChargeEntry entry = meter.take(1_000, 0);
            meter.end(entry, 1_000, 0, 70 * SECOND);

            assertThat(meter.level(70 * SECOND)).isEqualTo(6_000);
        }

        @Test
        void aCallThatLeftLateIsBackThatMuchLater() {
            ChargeEntry entry = meter.take(1_000, 0);
            meter.left(entry, 3 * SECOND);

            assertThat(meter.level(62 * SECOND)).isEqualTo(5_000);
            assertThat(meter.level(64 * SECOND)).isEqualTo(6_000);
        }

        /** A server of a sliding minute has room for the third call of three as soon as the first is a minute old. */
        @Test
        void aTinyLimitLosesNoCallToTheMargin() {
            LimitTracker tiny = new LimitTracker(new Limit(OptionalLong.of(3), Learning.BOTH), 20, 0);
            recogniseSlidingMinute(tiny, 3);
            long now = 300 * SECOND;
            tiny.take(1, now);
            tiny.take(1, now);

            assertThat(tiny.nanosUntil(1, now)).isZero();
        }

        @Test
        void afterARejectionNothingIsThoughtToBeLeft() {
            meter.empty(0);

            assertThat(meter.nanosUntil(100, 0)).isEqualTo(SECOND);
        }
    }

    @Nested
    class TheFirstHeader {

        @Test
        void setsTheLevel() {
            meter.observe(meter.take(100, 0), false, left(1_000), SECOND);

            assertThat(meter.level(SECOND)).isBetween(1_000.0, 1_001.0);
        }

        @Test
        void letsWhatIsLeftBeUsedAtOnce() {
            meter.observe(meter.take(100, 0), false, left(5_900), SECOND);

            assertThat(meter.nanosUntil(5_000, SECOND)).isZero();
        }

        @Test
        void isReckonedAtTheMomentAtWhichTheCallLeft() {
            ChargeEntry first = meter.take(100, 0);
            meter.take(2_000, SECOND);
            meter.observe(first, false, left(5_000), 2 * SECOND);

            assertThat(meter.level(2 * SECOND)).isBetween(3_000.0, 3_001.0);
        }
    }

    @Nested
    class LaterHeaders {

        @Test
        void lowerTheLevelAtOnce() {
            long now = recogniseBucket(meter) + SECOND;
            double expected = meter.level(now) - 10 - 800;

            meter.observe(meter.take(10, now), false, bucket(6_000, expected), now);

            assertThat(meter.level(now)).isCloseTo(expected, within(2.0)); // the server rounds
        }

        @Test
        void lowerTheLevelAtOnceWhenTheCallWasRefused() {
            long now = recogniseBucket(meter) + SECOND;
            ChargeEntry refused = meter.take(500, now);
            meter.end(refused, 500, 500, now);

            meter.observe(refused, true, bucket(6_000, 20), now);

            assertThat(meter.level(now)).isCloseTo(20, within(60.0));
        }

        /** The first call was estimated too low by 50, and the second one's header shows it. */
        @Test
        void doNotCountTwiceWhatComesOutWhenACallEnds() {
            long now = recogniseBucket(meter) + SECOND;
            double server = meter.level(now) - 150 - 100;
            ChargeEntry low = meter.take(100, now);
            ChargeEntry second = meter.take(100, now + SECOND / 2);
            double before = meter.corrected();

            meter.end(low, -50, -50, now + SECOND);
            meter.end(second, 0, 0, now + SECOND);
            meter.observe(second, false, bucket(6_000, server + 50), now + SECOND);

            assertThat(meter.corrected() - before).isBetween(-2.0, 2.0); // the server rounds
        }

        /** A refused call was in our books and never in the server's when the second one arrived. */
        @Test
        void knowThatARefusedCallWasNotCharged() {
            long now = recogniseBucket(meter) + SECOND;
            double server = meter.level(now) - 100;
            ChargeEntry refused = meter.take(2_000, now);
            ChargeEntry second = meter.take(100, now + SECOND / 2);
            double before = meter.corrected();

            meter.end(refused, 2_000, 2_000, now + SECOND);
            meter.end(second, 0, 0, now + SECOND);
            meter.observe(second, false, bucket(6_000, server + 50), now + SECOND);

            assertThat(meter.corrected() - before).isBetween(-2.0, 2.0);
        }

        /** A server that owes nothing and one that is deep in debt both say zero. */
        @Test
        void thatSayZeroDoNotRaiseALevelThatIsBelow() {
            long now = recogniseBucket(meter) + SECOND;
            meter.take(meter.level(now) + 700, now);
            ChargeEntry entry = meter.take(100, now + SECOND / 2);
            double before = meter.corrected();

            for (int answer = 0; answer < 30; answer++) {
                meter.observe(entry, false, new Reading(6_000, 0, 60 * SECOND), now + SECOND);
            }

            assertThat(meter.corrected()).isEqualTo(before);
        }

        /** The log keeps a charge a little longer than a minute; the server does not. That is no news. */
        @Test
        void doNotReturnTwiceWhatIsAboutToLeaveTheLog() {
            meter.observe(meter.take(3_000, 0), false, left(3_000), SECOND);
            meter.observe(meter.take(10, 30 * SECOND), false, left(2_990), 30 * SECOND);
            double before = meter.corrected();

            long now = 60 * SECOND + SECOND / 10;
            for (int call = 0; call < 50; call++) {
                meter.observe(meter.take(1, now), false, left(5_989 - call), now);
            }

            assertThat(meter.corrected()).isEqualTo(before);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void convergeThoughTheyComeLateAndReordered(long seed) {
            Random random = new Random(seed);
            Bucket server = new Bucket(6_000, PER_NANO, 0);
            server.take(1_000, 0); // of which we do not know
            long now = 0;
            List<LongConsumer> late = List.of();
            for (int group = 0; group < 20; group++) {
                List<LongConsumer> answers = new ArrayList<>();
                for (int call = 0; call < 10; call++) {
                    now += SECOND / 2;
                    server.take(60, now);
                    ChargeEntry entry = meter.take(60, now);
                    Reading reading = bucket(6_000, server.level(now));
                    answers.add(answeredAt -> meter.observe(entry, false, reading, answeredAt));
                }
                for (LongConsumer answer : late) {
                    answer.accept(now);
                }
                Collections.shuffle(answers, random);
                late = answers;
            }

            assertThat(meter.level(now)).isCloseTo(server.level(now), within(300.0));
        }

        /** The server has heard of the refunds, and we shall in a moment. */
        @Test
        void doNotCountRefundsTwiceThatAreOnTheirWayToUs() {
            long now = recogniseBucket(meter) + 10 * SECOND;
            double before = meter.corrected();
            List<ChargeEntry> entries = new ArrayList<>();
            double server = meter.level(now);
            for (int call = 0; call < 20; call++) {
                server -= 100;
                entries.add(meter.take(100, now));
            }
            for (ChargeEntry entry : entries) {
                meter.observe(entry, false, bucket(6_000, server + 400), now);
            }
            entries.forEach(entry -> meter.end(entry, 20, 0, entry.at));

            assertThat(meter.corrected() - before).isLessThan(1);
            assertThat(meter.level(now)).isCloseTo(server + 400, within(60.0));
        }
    }

    @Nested
    class WhileLanesShareIt {

        @Test
        void aWindowFlowsEvenly() {
            LimitTracker window = meter(Learning.BOTH);
            recogniseSlidingMinute(window, 6_000);
            long now = 300 * SECOND;
            window.take(400, now);
            assertThat(window.nanosUntil(100, now)).isZero();

            window.flowEvenly(true);

            assertThat(window.nanosUntil(100, now)).isEqualTo(SECOND);
        }

        @Test
        void aBucketDoesSoByItself() {
            long now = recogniseBucket(meter) + 60 * SECOND;
            meter.flowEvenly(true);
            meter.take(400, now);

            assertThat(meter.nanosUntil(100, now)).isZero();
        }
    }

    @Nested
    class TheLevel {

        /** They left before the rule by which we charge was found to be wrong. */
        @Test
        void isSetWhenCallsOfBeforeShowWhatTheServerIs() {
            Bucket server = new Bucket(6_000, PER_NANO, 0);
            server.take(1_500, 0); // of which we do not know
            List<LongConsumer> answers = new ArrayList<>();
            meter.observe(meter.take(1, 0), false, left(5_999), 0);
            for (int call = 1; call <= 20; call++) {
                long now = call * SECOND / 2;
                server.take(150, now);
                ChargeEntry entry = meter.take(150, now);
                Reading reading = bucket(6_000, server.level(now));
                answers.add(answeredAt -> meter.observe(entry, false, reading, answeredAt));
            }
            meter.startOver(10 * SECOND);

            answers.forEach(answer -> answer.accept(11 * SECOND));

            assertThat(meter.kind()).isEqualTo(RefillModel.Kind.BUCKET);
            assertThat(meter.level(11 * SECOND)).isCloseTo(server.level(11 * SECOND), within(60.0));
        }

        /** Of a server that refills in a second, what a slow call was told two seconds ago means nothing. */
        @Test
        void isToldByTheCallThatLeftLast() {
            ChargeEntry slow = meter.take(1, 0);
            long now = 2 * SECOND;
            for (int call = 1; call <= 5; call++) {
                ChargeEntry entry = meter.take(1, now);
                meter.observe(entry, false, new Reading(100, 0, SECOND), now);
                now += SECOND / 100;
            }
            meter.observe(slow, false, new Reading(100, 87, SECOND * 13 / 100), now);

            assertThat(meter.kind()).isEqualTo(RefillModel.Kind.BUCKET);
            assertThat(meter.level(now)).isLessThan(10);
        }

        /** The call was charged in the old minute, and tells of another limit in the new one. */
        @Test
        void isNotSetByACallOfTheMinuteBefore() {
            long end = recogniseFixedMinute(meter);
            ChargeEntry old = meter.take(100, end - SECOND);
            long now = end + MinuteRollover.JITTER;
            meter.nanosUntil(1, now);
            meter.take(3_000, now);

            meter.observe(old, false, new Reading(4_500, 1_000, SECOND), now + SECOND);

            assertThat(meter.level(now + SECOND)).isEqualTo(1_500);
        }

        @ParameterizedTest(name = "from 6,000 to {0}")
        @ValueSource(longs = {3_000, 4_500})
        void isThatOfTheServerWhenTheLimitIsLowered(long limit) {
            ChargeEntry used = meter.take(1_000, 0);
            meter.observe(used, false, left(5_000), 0);

            meter.observe(meter.take(100, SECOND), false, new Reading(limit, limit - 1_100, -1), SECOND);

            assertThat(meter.level(SECOND)).isCloseTo(limit - 1_100, within(2.0));
        }

        @Test
        void ofABucketIsThatOfTheServerWhenTheLimitIsLowered() {
            long now = recogniseBucket(meter) + 60 * SECOND;
            assertThat(meter.level(now)).isEqualTo(6_000);

            meter.observe(meter.take(100, now), false, bucket(3_000, 2_900), now);

            assertThat(meter.level(now)).isCloseTo(2_900, within(2.0));
        }
    }

    @Nested
    class TheLimit {

        @ParameterizedTest(name = "learning {0}: {1}")
        @CsvSource({"NONE, 6000", "DOWN, 3000", "BOTH, 3000"})
        void isHalvedByOneHeaderUnlessItIsFixed(Learning learning, double expected) {
            LimitTracker taught = meter(learning);

            taught.observe(taught.take(100, 0), false, bucket(3_000, 2_900), 0);

            assertThat(taught.perMinute()).isEqualTo(expected);
            assertThat(taught.mostAtOnce()).isEqualTo(expected); // what may not be learned is not capped by it either
        }

        /** They were on their way when it was halved. */
        @Test
        void isNotRaisedByAnswersToCallsThatLeftBeforeItWasHalved() {
            LimitTracker taught = meter(Learning.BOTH);
            long now = recogniseBucket(taught) + SECOND;
            List<ChargeEntry> before = new ArrayList<>();
            for (int call = 0; call < 5; call++) {
                before.add(taught.take(100, now));
            }
            taught.observe(taught.take(100, now + SECOND), false, bucket(3_000, 2_000), now + 2 * SECOND);
            assertThat(taught.perMinute()).isEqualTo(3_000);

            before.forEach(entry -> taught.observe(entry, false, bucket(6_000, 5_000), now + 3 * SECOND));

            assertThat(taught.perMinute()).isEqualTo(3_000);
        }

        @ParameterizedTest(name = "learning {0}: {1}")
        @CsvSource({"NONE, 6000", "DOWN, 6000", "BOTH, 60000"})
        void isRaisedBySeveralHeaders(Learning learning, double expected) {
            LimitTracker taught = meter(learning);
            Bucket server = new Bucket(60_000, PER_NANO * 10, 0);

            for (int call = 1; call <= 20; call++) {
                server.take(2_000, call * SECOND / 10);
                taught.observe(
                        taught.take(2_000, call * SECOND / 10),
                        false,
                        bucket(60_000, server.level(call * SECOND / 10)),
                        call * SECOND / 10);
            }

            assertThat(taught.kind()).isEqualTo(RefillModel.Kind.BUCKET);
            assertThat(taught.perMinute()).isCloseTo(expected, within(expected * 0.03));
        }

        @Test
        void ofSlicesOfSecondsIsThatOfTheMinute() {
            Bucket server = new Bucket(1_000, PER_NANO, 0);
            for (int call = 1; call <= 30; call++) {
                long now = call * SECOND / 4;
                server.take(40, now);
                double used = 1_000 - server.level(now);
                meter.observe(
                        meter.take(40, now),
                        false,
                        new Reading(1_000, (long) Math.floor(1_000 - used), Math.round(used * 10) * 1_000_000),
                        now);
            }

            assertThat(meter.kind()).isEqualTo(RefillModel.Kind.BUCKET);
            assertThat(meter.perMinute()).isCloseTo(6_000, within(180.0));
            assertThat(meter.mostAtOnce()).isCloseTo(1_000, within(30.0));
        }
    }
}
