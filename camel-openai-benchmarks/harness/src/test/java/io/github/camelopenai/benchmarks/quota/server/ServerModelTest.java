// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import static io.github.camelopenai.benchmarks.quota.server.ChargeRule.ACTUAL;
import static io.github.camelopenai.benchmarks.quota.server.ChargeRule.RESERVE;
import static io.github.camelopenai.benchmarks.quota.server.ChargeRule.SETTLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelopenai.benchmarks.quota.server.Decision.Outcome;
import io.github.camelopenai.benchmarks.quota.work.Job;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** By hand: 60 requests and 60,000 tokens a minute are one request and 1,000 tokens a second. */
class ServerModelTest {
    @Nested
    class Buckets {
        @Test
        void areFullAtTheStartAndSayWhenTheyAreFullAgain() {
            ServerModel server = server(ServerKind.BUCKET, SETTLE);

            Decision decision = server.admit(job(1, 9_000, 500, 1_000), 0);

            assertThat(decision.granted()).isTrue();
            assertThat(decision.requests()).isEqualTo(new Reading(60, 59, seconds(1)));
            assertThat(decision.tokens()).isEqualTo(new Reading(60_000, 50_000, seconds(10)));
        }

        @Test
        void refillContinuously() {
            ServerModel server = server(ServerKind.BUCKET, RESERVE);
            server.admit(job(1, 40_000, 1, 20_000), 0);

            assertThat(server.freeTokens(seconds(2.5))).isCloseTo(2_500, within(1e-3));
            assertThat(server.freeTokens(seconds(90))).isCloseTo(60_000, within(1e-3));
        }

        @Test
        void tellARejectedCallWhenItWillFit() {
            ServerModel server = server(ServerKind.BUCKET, RESERVE);
            Job late = job(2, 3_000, 1, 1_000);
            server.admit(job(1, 40_000, 1, 20_000), 0);

            Decision decision = server.admit(late, seconds(1));

            assertThat(decision.outcome()).isEqualTo(Outcome.TOKENS_EXHAUSTED);
            assertThat(decision.asked()).isEqualTo(4_000);
            assertThat(decision.waitNanos()).isEqualTo(seconds(3));
            assertThat(server.admit(late, seconds(4)).granted()).isTrue();
        }

        @Test
        void chargeARejectedCallAsARequestAndNothingElse() {
            ServerModel server = server(ServerKind.BUCKET, RESERVE);
            server.admit(job(1, 40_000, 1, 20_000), 0);

            Decision decision = server.admit(job(2, 3_000, 1, 1_000), 0);

            assertThat(decision.requests().remaining()).isEqualTo(58);
            assertThat(decision.tokens().remaining()).isZero();
        }

        @Test
        void neverOweRequestsForRejectedCalls() {
            ServerModel server = server(ServerKind.BUCKET, RESERVE);
            IntStream.range(0, 100).forEach(i -> server.admit(job(i, 10, 1, 10), 0));

            assertThat(server.freeRequests(0)).isZero();
            assertThat(server.admit(job(100, 10, 1, 10), 0).outcome()).isEqualTo(Outcome.REQUESTS_EXHAUSTED);
            assertThat(server.admit(job(100, 10, 1, 10), seconds(1)).granted()).isTrue();
        }

        @Test
        void giveBackWhatWasNotUsed() {
            ServerModel server = server(ServerKind.BUCKET, SETTLE);
            Job job = job(1, 30_000, 5_000, 20_000);
            server.admit(job, 0);

            server.complete(job, seconds(2));

            // 10,000 left, 2,000 refilled, 15,000 given back
            assertThat(server.freeTokens(seconds(2))).isCloseTo(27_000, within(1e-3));
        }

        @Test
        void keepTheReservation() {
            ServerModel server = server(ServerKind.BUCKET, RESERVE);
            Job job = job(1, 30_000, 5_000, 20_000);
            server.admit(job, 0);

            server.complete(job, seconds(2));

            assertThat(server.freeTokens(seconds(2))).isCloseTo(12_000, within(1e-3));
        }

        @Test
        void chargeOutputIntoDebt() {
            ServerModel server = server(ServerKind.BUCKET, ACTUAL);
            Job job = job(1, 55_000, 10_000, 20_000);
            server.admit(job, 0);

            server.complete(job, seconds(2));

            assertThat(server.freeTokens(seconds(2))).isCloseTo(-3_000, within(1e-3));
            assertThat(server.admit(job(2, 100, 1, 1_000), seconds(2)).waitNanos())
                    .isEqualTo(seconds(3.1));
        }
    }

    @Nested
    class Slices {
        @Test
        void holdTenSecondsOfTokensAndOneOfRequests() {
            ServerModel server = new ServerModel(ServerSetting.tierOne(ServerKind.SLICES, SETTLE));

            Decision decision = server.admit(job(1, 10_000, 1, 1_000), 0);

            assertThat(decision.requests().limit()).isEqualTo(8);
            assertThat(decision.requests().remaining()).isEqualTo(7);
            assertThat(decision.tokens().limit()).isEqualTo(33_333);
            assertThat(decision.tokens().remaining()).isEqualTo(22_333);
            assertThat(decision.tokens().resetNanos()).isEqualTo(seconds(3.3));
        }

        @Test
        void holdOneRequestAtLeast() {
            ServerModel server = new ServerModel(
                    ServerSetting.tierOne(ServerKind.SLICES, SETTLE).withLimits(3, 40_000));

            assertThat(server.admit(job(1, 100, 1, 100), 0).granted()).isTrue();
            assertThat(server.admit(job(2, 100, 1, 100), 0).waitNanos()).isEqualTo(seconds(20));
        }
    }

    @Nested
    class FixedMinutes {
        @Test
        void endThirtySevenSecondsAfterTheStart() {
            ServerModel server = server(ServerKind.FIXED, RESERVE);
            server.admit(job(1, 40_000, 1, 20_000), seconds(1));

            Decision rejected = server.admit(job(2, 1_000, 1, 1_000), seconds(7));

            assertThat(rejected.tokens()).isEqualTo(new Reading(60_000, 0, seconds(30)));
            assertThat(rejected.waitNanos()).isEqualTo(seconds(30));
            assertThat(server.freeTokens(seconds(37))).isEqualTo(60_000);
        }

        @Test
        void giveBackOnlyWithinTheSameMinute() {
            ServerModel server = server(ServerKind.FIXED, SETTLE);
            Job soon = job(1, 10_000, 1_000, 11_000);
            Job late = job(2, 10_000, 1_000, 11_000);
            server.admit(soon, seconds(30));
            server.admit(late, seconds(30));

            server.complete(soon, seconds(36));
            assertThat(server.freeTokens(seconds(36))).isEqualTo(60_000 - 11_000 - 21_000);

            server.complete(late, seconds(38));
            assertThat(server.freeTokens(seconds(38))).isEqualTo(60_000);
        }
    }

    @Nested
    class SlidingMinutes {
        @Test
        void freeEachChargeSixtySecondsLater() {
            ServerModel server = server(ServerKind.SLIDING, RESERVE);
            server.admit(job(1, 20_000, 1, 20_000), seconds(5));
            server.admit(job(2, 10_000, 1, 5_000), seconds(10));

            Decision small = server.admit(job(3, 10_000, 1, 10_000), seconds(20));
            Decision large = server.admit(job(4, 40_000, 1, 10_000), seconds(20));

            assertThat(small.waitNanos()).isEqualTo(seconds(45));
            assertThat(large.waitNanos()).isEqualTo(seconds(50));
            assertThat(large.tokens()).isEqualTo(new Reading(60_000, 5_000, seconds(50)));
            assertThat(server.freeTokens(seconds(65))).isEqualTo(45_000);
        }

        @Test
        void reduceTheEntryOfAnAnsweredCall() {
            ServerModel server = server(ServerKind.SLIDING, SETTLE);
            Job job = job(1, 20_000, 1_000, 20_000);
            server.admit(job, 0);

            server.complete(job, seconds(3));

            assertThat(server.freeTokens(seconds(3))).isEqualTo(39_000);
            assertThat(server.freeTokens(seconds(60))).isEqualTo(60_000);
        }
    }

    @Nested
    class Others {
        @Test
        void takeTheirShareOfEveryRefill() {
            ServerModel server =
                    new ServerModel(setting(ServerKind.BUCKET, RESERVE).with(ForeignTraffic.CONSTANT));
            server.admit(job(1, 40_000, 1, 20_000), 0);

            assertThat(server.freeTokens(seconds(10))).isCloseTo(7_000, within(1.0));
        }

        @Test
        void comeAndGoInASquareWave() {
            ServerModel server =
                    new ServerModel(setting(ServerKind.BUCKET, RESERVE).with(ForeignTraffic.SQUARE));
            server.admit(job(1, 40_000, 1, 20_000), 0);

            assertThat(server.freeTokens(seconds(30))).isCloseTo(12_000, within(1.0));
            assertThat(server.freeTokens(seconds(40))).isCloseTo(22_000, within(1.0));
        }
    }

    @Nested
    class Switched {
        @Test
        void halvesItsLimits() {
            ServerModel server = new ServerModel(
                    setting(ServerKind.BUCKET, RESERVE).with(Switches.standard().halvedAt(seconds(30))));

            server.admit(job(1, 10, 1, 10), 0);
            Decision decision = server.admit(job(2, 10_000, 1, 10_000), seconds(40));

            assertThat(decision.tokens()).isEqualTo(new Reading(30_000, 10_000, seconds(40)));
        }

        @Test
        void saysSlowDownOnce() {
            ServerModel server = new ServerModel(
                    setting(ServerKind.BUCKET, RESERVE).with(Switches.standard().slowDownAt(seconds(3))));
            Job job = job(1, 10, 1, 10);

            assertThat(server.admit(job, seconds(2)).outcome()).isEqualTo(Outcome.GRANTED);
            assertThat(server.admit(job, seconds(3)).outcome()).isEqualTo(Outcome.SLOW_DOWN);
            assertThat(server.admit(job, seconds(3)).outcome()).isEqualTo(Outcome.GRANTED);
        }

        @Test
        void failsOneCallInAHundred() {
            ServerModel server = new ServerModel(ServerSetting.tierOne(ServerKind.BUCKET, RESERVE)
                    .withLimits(1_000_000, 1_000_000_000)
                    .with(Switches.standard().withErrors(0.01, 7)));

            long failed = IntStream.range(0, 10_000)
                    .filter(i -> server.admit(job(i, 10, 1, 10), 0).outcome() == Outcome.SERVER_ERROR)
                    .count();

            assertThat(failed).isBetween(70L, 130L);
        }

        @Test
        void forgivesRejectedCalls() {
            ServerModel server = new ServerModel(
                    setting(ServerKind.BUCKET, RESERVE).with(Switches.standard().forgivingRejectedCalls()));

            server.admit(job(1, 60_000, 1, 10_000), 0);

            assertThat(server.freeRequests(0)).isEqualTo(60);
        }
    }

    private static ServerModel server(ServerKind kind, ChargeRule rule) {
        return new ServerModel(setting(kind, rule));
    }

    private static ServerSetting setting(ServerKind kind, ChargeRule rule) {
        return ServerSetting.tierOne(kind, rule).withLimits(60, 60_000);
    }

    private static Job job(int id, long prompt, long output, long max) {
        return new Job(id, "default", prompt, output, max, 1_000, 0);
    }

    private static long seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1e3)).toNanos();
    }
}
