// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.benchmarks.quota.server.ChargeRule;
import io.github.camelopenai.benchmarks.quota.server.Decision;
import io.github.camelopenai.benchmarks.quota.server.Journal;
import io.github.camelopenai.benchmarks.quota.server.QuotaServer;
import io.github.camelopenai.benchmarks.quota.server.ServerKind;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import io.github.camelopenai.benchmarks.quota.server.VirtualClock;
import io.github.camelopenai.benchmarks.quota.work.Job;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients are told of a minute with room for ten of the jobs; a virtual minute lasts 0.3 seconds. */
class JdkClientsTest {
    private static final double SCALE = 200;

    private final List<Job> jobs = IntStream.range(0, 25)
            .mapToObj(i -> new Job(i, "default", 500, 100, 500, 1_000, 0))
            .toList();

    @ParameterizedTest
    @ValueSource(strings = {"cookbook", "cookbook-75"})
    void cookbookAnswersAllWithoutARejectedCall(String client) throws Exception {
        List<Journal.Entry> entries = run(client);

        assertThat(entries).hasSize(25).allMatch(entry -> entry.outcome() == Decision.Outcome.GRANTED);
    }

    @Test
    void cookbookPacesByWhatItReserves() throws Exception {
        List<Journal.Entry> entries = run("cookbook");

        // Ten at once, then one every six seconds: the last of 25 after 90.
        assertThat(entries.get(24).atNanos() / 1e9).isGreaterThan(85);
    }

    private List<Journal.Entry> run(String name) throws Exception {
        // More than the client knows of, so that a busy machine, which delays some calls, does not decide the test.
        ServerSetting limits =
                ServerSetting.tierOne(ServerKind.BUCKET, ChargeRule.RESERVE).withLimits(60, 15_000);
        VirtualClock clock = new VirtualClock(SCALE);
        try (QuotaServer server = QuotaServer.start(limits, jobs, clock, SCALE);
                QuotaClient client = JdkClients.open(
                        new Setting(server.baseUrl(), "key", SCALE, 60, 10_000, true, Map.of("client", name)))) {
            clock.start();
            List<CompletableFuture<Void>> calls =
                    jobs.stream().map(client::send).toList();
            CompletableFuture.allOf(calls.toArray(new CompletableFuture<?>[0])).get(20, TimeUnit.SECONDS);
            return server.journal().entries();
        }
    }
}
