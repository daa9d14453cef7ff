// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.benchmarks.quota.camel.VirtualRun.Trouble;
import io.github.camelopenai.benchmarks.quota.server.ChargeRule;
import io.github.camelopenai.benchmarks.quota.server.ForeignTraffic;
import io.github.camelopenai.benchmarks.quota.server.ServerKind;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import io.github.camelopenai.benchmarks.quota.server.Switches;
import io.github.camelopenai.benchmarks.quota.work.Job;
import io.github.camelopenai.benchmarks.quota.work.Workload;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the quota engine promises, in virtual time. {@code bench quota} measures the same over HTTP. */
class EngineTargetsTest {
    private static final long[] SEEDS = {7, 8, 9};

    private static ServerSetting server(String kind, String rule) {
        return ServerSetting.tierOne(ServerKind.of(kind), ChargeRule.of(rule));
    }

    private static List<VirtualRun> runs(ServerSetting setting, int count) {
        return runs("W1", setting, count, Trouble.NONE);
    }

    private static List<VirtualRun> runs(String work, ServerSetting setting, int count, Trouble trouble) {
        List<VirtualRun> runs = new ArrayList<>();
        for (long seed : SEEDS) {
            runs.add(VirtualRun.of(setting, Workload.draw(work, count, seed).jobs(), Map.of(), trouble));
        }
        return runs;
    }

    private static void assertPromise(List<VirtualRun> runs, double efficiency, double rejected) {
        double meanEfficiency =
                runs.stream().mapToDouble(VirtualRun::efficiency).average().orElseThrow();
        double meanRejected = runs.stream()
                .mapToDouble(VirtualRun::rejectedPerHundred)
                .average()
                .orElseThrow();
        System.out.printf(
                "E=%.3f (at least %.2f) R429=%.2f (at most %.1f)%n",
                meanEfficiency, efficiency, meanRejected, rejected);

        assertThat(runs).allSatisfy(run -> assertThat(run.lost()).isZero());
        assertThat(meanEfficiency).isGreaterThanOrEqualTo(efficiency);
        assertThat(meanRejected).isLessThanOrEqualTo(rejected);
    }

    @ParameterizedTest(name = "{0} that charges by {1}")
    @CsvSource({
        "V1, settle, 0.97, 0.5",
        "V1, reserve, 0.97, 0.5",
        "V1, actual, 0.97, 0.5",
        "V2, settle, 0.96, 0.5",
        "V3, settle, 0.92, 1",
        "V4, settle, 0.88, 2"
    })
    void drainsABacklog(String kind, String rule, double efficiency, double rejected) {
        assertPromise(runs(server(kind, rule), 3_000), efficiency, rejected);
    }

    /** Bytes tell tokens only so well. Two of three prompts are estimated within 10 % here. */
    @ParameterizedTest(name = "{0} that charges by {1}")
    @CsvSource({
        "V1, settle, 0.97, 0.5",
        "V1, reserve, 0.97, 0.5",
        "V1, actual, 0.97, 0.5",
        "V2, settle, 0.96, 0.5",
        "V3, settle, 0.90, 1",
        "V4, settle, 0.87, 2"
    })
    void drainsABacklogWhosePromptsAreEstimatedBadly(String kind, String rule, double efficiency, double rejected) {
        assertPromise(runs("W1", server(kind, rule), 3_000, new Trouble(0.1, 0)), efficiency, rejected);
    }

    /** Calls overtake each other by seconds at first: neither others nor another charge rule must be seen in that. */
    @ParameterizedTest(name = "{0} that charges by {1}")
    @CsvSource({
        "V1, settle, 0.97, 0.5",
        "V1, reserve, 0.97, 0.5",
        "V1, actual, 0.97, 0.5",
        "V2, settle, 0.94, 0.5",
        "V3, settle, 0.92, 1",
        "V4, settle, 0.86, 2"
    })
    void recoversFromAColdStart(String kind, String rule, double efficiency, double rejected) {
        assertPromise(runs("W1", server(kind, rule), 3_000, new Trouble(0, 3)), efficiency, rejected);
    }

    /** All at once with default options, and the row of the tier has less than a sixth of the tokens that the server allows. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"V1, 0.92", "V2, 0.92", "V3, 0.92", "V4, 0.82"})
    void losesNobodyForARowThatIsNotTheServers(String kind, double efficiency) {
        VirtualRun.Told row =
                new VirtualRun.Told(Limits.perMinute(500, 30_000), new QueuePolicy(256, 10_000), Duration.ofHours(1));
        List<VirtualRun> runs = new ArrayList<>();
        for (long seed : SEEDS) {
            runs.add(VirtualRun.of(
                    server(kind, "settle"), Workload.draw("W1", 1_500, seed).jobs(), row));
        }

        assertPromise(runs, efficiency, 1);
    }

    @Test
    void makesRoomForOthers() {
        assertPromise(runs(server("V1", "settle").with(ForeignTraffic.of("constant")), 3_000), 0.97, 1);
    }

    /** 60 % of the limit every other half minute: what was learned of them is wrong at each turn. */
    @Test
    void survivesOthersThatComeAndGo() {
        assertPromise(runs(server("V1", "settle").with(ForeignTraffic.of("square")), 3_000), 0.97, 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"V1, 0.85", "V2, 0.85", "V3, 0.85", "V4, 0.85"})
    void staysSafeWithoutHeaders(String kind, double efficiency) {
        ServerSetting silent = server(kind, "settle").with(Switches.standard().withoutHeaders());

        assertPromise(runs(silent, 3_000), efficiency, 1.5);
    }

    private static List<VirtualRun> runsOfFour(String work, ServerSetting setting) {
        return LongStream.of(SEEDS)
                .mapToObj(seed ->
                        VirtualRun.ofFour(setting, Workload.draw(work, 0, seed).jobs()))
                .toList();
    }

    /** Seven tenths of the work at one of them. The store is 2 ms away. */
    @ParameterizedTest(name = "{0} that charges by {1}")
    @CsvSource({
        "V1, settle, 0.97, 0.5",
        "V1, reserve, 0.97, 0.5",
        "V1, actual, 0.97, 0.5",
        "V2, settle, 0.95, 1",
        "V3, settle, 0.85, 1",
        "V4, settle, 0.8, 1"
    })
    void isSharedByFour(String kind, String rule, double efficiency, double rejected) {
        assertPromise(runsOfFour("W1", server(kind, rule)), efficiency, rejected);
    }

    /** Others know nothing of the store. Where charges are kept, nothing makes up for what they use between two looks. */
    @ParameterizedTest(name = "V1 that charges by {0}")
    @CsvSource({"settle, 1", "reserve, 6", "actual, 1"})
    void isSharedByFourAndWithOthers(String rule, double rejected) {
        ServerSetting used = server("V1", rule).with(ForeignTraffic.of("constant"));

        assertPromise(runsOfFour("W1", used), 0.97, rejected);
    }

    @ParameterizedTest(name = "{0} that charges by {1}")
    @CsvSource({"V1, settle, 0.1, 0.5", "V1, reserve, 0.9, 5", "V3, settle, 0.1, 28"})
    void isSharedByFourWhoseNewsIsAMinuteOld(String kind, String rule, double efficiency, double rejected) {
        assertPromise(runsOfFour("W5", server(kind, rule)), efficiency, rejected);
    }

    /** What they gather for a call of a tenth of the limit takes them long, and must not look as if it were missing. */
    @ParameterizedTest(name = "V1 that charges by {0}")
    @CsvSource({"settle", "reserve", "actual"})
    void largeCallsOfThreeGetTheirPartBesideSmallOnesOfTheFirst(String rule) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            boolean isLarge = i % 100 >= 97;
            jobs.add(new Job(i, "default", isLarge ? 20_000 : 700, 300, 1_000, 2_000, 0));
        }

        assertPromise(List.of(VirtualRun.ofFour(server("V1", rule), jobs)), 0.95, 0.5);
    }

    @Test
    void usesTierTwo() {
        ServerSetting tierTwo = server("V1", "settle").withLimits(5_000, 2_000_000);
        VirtualRun run = VirtualRun.of(tierTwo, Workload.draw("W1", 20_000, 7).jobs(), Map.of());

        assertPromise(List.of(run), 0.95, 1);
    }

    /** At V3 nobody hears of it before the next minute begins, with a burst. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"V1, 0.97, 0.5", "V2, 0.97, 0.5", "V3, 0.9, 3", "V4, 0.8, 0.5"})
    void followsALimitThatIsHalved(String kind, double efficiency, double rejected) {
        ServerSetting halved = server(kind, "settle").with(Switches.standard().halvedAt(250_000_000_000L));

        List<VirtualRun> runs = runs(halved, 3_000);
        assertPromise(runs, efficiency, rejected);
        assertThat(runs).allSatisfy(run -> assertThat(run.rejectedPerHundred()).isLessThan(Math.max(1, rejected)));
    }

    /** V3: 4,000 calls are eight whole minutes, of which the first has 37 s. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"V1, 0.97", "V2, 0.97", "V3, 0.8", "V4, 0.85"})
    void drainsSmallCallsThatRequestsBound(String kind, double efficiency) {
        assertPromise(runs("W2", server(kind, "settle"), 0, Trouble.NONE), efficiency, 0.5);
    }

    /** The bound mixes them, which an order that is kept cannot. What small prompts teach says little of large ones. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"V1", "V2", "V3", "V4"})
    void isNotSurprisedByLargeCallsAfterSmallOnes(String kind) {
        assertPromise(runs("W3", server(kind, "settle"), 0, Trouble.NONE), 0.5, 0.5);
    }

    /** Answers take a minute, and hold sixteen times what they use: the bound knows what they will use. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"V1", "V2", "V3", "V4"})
    void isNotConfusedByNewsThatIsAMinuteOld(String kind) {
        assertPromise(runs("W5", server(kind, "settle"), 0, Trouble.NONE), 0.1, 3);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"V1", "V2", "V3", "V4"})
    void sendsLessAfterASlowDown(String kind) {
        ServerSetting slow = server(kind, "settle").with(Switches.standard().slowDownAt(130_000_000_000L));

        assertPromise(runs(slow, 3_000), 0.6, 0.5);
    }

    /** Windows too: the backlog must not use up a minute at its beginning. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"V1, 0.97", "V2, 0.97", "V3, 0.84", "V4, 0.86"})
    void anInteractiveLaneIsNotStuckBehindABacklog(String kind, double efficiency) {
        for (long seed : SEEDS) {
            Workload work = Workload.draw("W4", 0, seed);
            VirtualRun run = VirtualRun.of(server(kind, "settle"), work.jobs(), work.weights());

            assertThat(run.wait(Workload.INTERACTIVE, 99)).isLessThanOrEqualTo(3);
            assertThat(run.efficiency()).isGreaterThanOrEqualTo(efficiency);
            assertThat(run.rejectedPerHundred()).isLessThanOrEqualTo(0.5);
            assertThat(run.lost()).isZero();
        }
    }
}
