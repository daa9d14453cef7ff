// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** By hand: 60 requests and 60,000 tokens a minute; jobs of 1,000 prompt, 500 output and 2,000 maximal tokens. */
class BoundTest {
    private static final double LATENCY = 2;

    @Test
    void ofABucketIsWhatItsCapacityDoesNotCover() {
        assertThat(seconds(setting(ServerKind.BUCKET, ChargeRule.SETTLE), 100)).isEqualTo(90 + LATENCY);
        assertThat(seconds(setting(ServerKind.BUCKET, ChargeRule.RESERVE), 100)).isEqualTo(240 + LATENCY);
        assertThat(seconds(setting(ServerKind.BUCKET, ChargeRule.ACTUAL), 40)).isEqualTo(LATENCY);
    }

    @Test
    void ofSlicesHasASmallCapacity() {
        assertThat(seconds(setting(ServerKind.SLICES, ChargeRule.SETTLE), 100)).isEqualTo(140 + LATENCY);
    }

    @Test
    void ofRequestsBindsWhenTheyAreMany() {
        ServerSetting manyTokens = setting(ServerKind.BUCKET, ChargeRule.SETTLE).withLimits(60, 1_000_000);

        assertThat(seconds(manyTokens, 200)).isEqualTo(140 + LATENCY);
    }

    @Test
    void ofTokensIsTheCapacityAndWhatWasRefilledOrTheWindowsSoFar() {
        assertThat(Bound.tokensBy(setting(ServerKind.BUCKET, ChargeRule.SETTLE), 30))
                .isEqualTo(90_000);
        assertThat(Bound.tokensBy(setting(ServerKind.SLICES, ChargeRule.SETTLE), 30))
                .isEqualTo(40_000);
        assertThat(Bound.tokensBy(setting(ServerKind.FIXED, ChargeRule.SETTLE), 30))
                .isEqualTo(60_000);
        assertThat(Bound.tokensBy(setting(ServerKind.FIXED, ChargeRule.SETTLE), 40))
                .isEqualTo(120_000);
        assertThat(Bound.tokensBy(setting(ServerKind.SLIDING, ChargeRule.SETTLE), 40))
                .isEqualTo(60_000);
    }

    @Test
    void ofWindowsIsTheStartOfTheLastOne() {
        assertThat(seconds(setting(ServerKind.FIXED, ChargeRule.SETTLE), 100)).isEqualTo(120 - 23 + LATENCY);
        assertThat(seconds(setting(ServerKind.SLIDING, ChargeRule.SETTLE), 100)).isEqualTo(120 + LATENCY);
        assertThat(seconds(setting(ServerKind.SLIDING, ChargeRule.SETTLE), 40)).isEqualTo(LATENCY);
    }

    @Test
    void leavesOthersTheirShare() {
        ServerSetting constant = setting(ServerKind.BUCKET, ChargeRule.SETTLE).with(ForeignTraffic.CONSTANT);
        ServerSetting square = setting(ServerKind.BUCKET, ChargeRule.SETTLE).with(ForeignTraffic.SQUARE);

        assertThat(seconds(constant, 100)).isCloseTo(90 / 0.7 + LATENCY, within(1e-6));
        // 12,000 + 30,000 in each minute: 84,000 after two minutes, the last 6,000 at four tenths of the refill
        assertThat(seconds(square, 100)).isCloseTo(120 + 15 + LATENCY, within(1e-6));
    }

    @Test
    void takesTheHalvedLimitFromThenOn() {
        Switches halved = Switches.standard().halvedAt(30_000_000_000L);

        assertThat(seconds(setting(ServerKind.BUCKET, ChargeRule.SETTLE).with(halved), 100))
                .isEqualTo(30 + 120 + LATENCY);
        // 60,000 in the first window, then 30,000 each
        assertThat(seconds(setting(ServerKind.SLIDING, ChargeRule.SETTLE).with(halved), 100))
                .isEqualTo(180 + LATENCY);
    }

    @Test
    void waitsForTheLastArrival() {
        Job late = new Job(0, "default", 10, 1, 10, 2_000, 77_000);

        assertThat(Bound.seconds(setting(ServerKind.BUCKET, ChargeRule.SETTLE), List.of(late)))
                .isEqualTo(79);
    }

    private static double seconds(ServerSetting setting, int jobs) {
        List<Job> all = IntStream.range(0, jobs)
                .mapToObj(i -> new Job(i, "default", 1_000, 500, 2_000, 2_000, 0))
                .toList();
        return Bound.seconds(setting, all);
    }

    private static ServerSetting setting(ServerKind kind, ChargeRule rule) {
        return ServerSetting.tierOne(kind, rule).withLimits(60, 60_000);
    }
}
