// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.openaijava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.core.Sleeper;
import com.openai.errors.RateLimitException;
import io.github.camelopenai.benchmarks.quota.client.QuotaClient;
import io.github.camelopenai.benchmarks.quota.client.Setting;
import io.github.camelopenai.benchmarks.quota.server.ChargeRule;
import io.github.camelopenai.benchmarks.quota.server.QuotaServer;
import io.github.camelopenai.benchmarks.quota.server.ServerKind;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import io.github.camelopenai.benchmarks.quota.server.VirtualClock;
import io.github.camelopenai.benchmarks.quota.work.Job;
import io.github.camelopenai.benchmarks.quota.work.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerClientsTest {
    private static final double SCALE = 60;
    private static final List<Job> JOBS = Workload.draw("W1", 80, 7).jobs();

    private final VirtualClock clock = new VirtualClock(SCALE);

    @ParameterizedTest
    @ValueSource(strings = {"sdk", "sdk-10", "camel-throttle", "resilience-rpm", "resilience-both"})
    void answersEveryJobOfAServerThatHasEnough(String name) throws Exception {
        ServerSetting plenty = setting(500, 10_000_000);
        try (QuotaServer server = QuotaServer.start(plenty, JOBS, clock, 1);
                QuotaClient client = PeerClients.open(told(name, server, plenty))) {
            clock.start();

            CompletableFuture<?>[] answers = JOBS.stream().map(client::send).toArray(CompletableFuture[]::new);

            CompletableFuture.allOf(answers).get(30, TimeUnit.SECONDS);
            assertThat(server.journal().entries()).hasSize(JOBS.size());
        }
    }

    /** The reason why its waits are not divided by the server. */
    @Test
    void sdkWaitsEightSecondsAtMostWhateverTheServerAsksFor() throws Exception {
        ServerSetting onePerMinute = setting(1, 10_000_000);
        List<Job> jobs = List.of(new Job(0, "default", 10, 5, 5, 1, 0), new Job(1, "default", 10, 5, 5, 1, 0));
        VirtualClock realTime = new VirtualClock(1);
        RecordingSleeper sleeper = new RecordingSleeper();
        try (QuotaServer server = QuotaServer.start(onePerMinute, jobs, realTime, 1);
                SdkCalls calls = new SdkCalls(told("sdk", server, onePerMinute), 2, sleeper)) {
            realTime.start();
            calls.call(jobs.get(0));

            assertThatThrownBy(() -> calls.call(jobs.get(1))).isInstanceOf(RateLimitException.class);

            assertThat(sleeper.asked).containsExactly(Duration.ofSeconds(8), Duration.ofSeconds(8));
        }
    }

    @Test
    void saysWhichClientsThereAreWhenItDoesNotKnowOne() {
        Setting setting = new Setting("http://127.0.0.1/v1", "sk-bench", 1, 1, 1, true, Map.of("client", "other"));

        assertThatThrownBy(() -> PeerClients.open(setting))
                .hasMessage("there is no client other here; there are sdk, sdk-10, camel-throttle, resilience-rpm and"
                        + " resilience-both");
    }

    private static ServerSetting setting(long requests, long tokens) {
        return ServerSetting.tierOne(ServerKind.BUCKET, ChargeRule.SETTLE).withLimits(requests, tokens);
    }

    private static Setting told(String name, QuotaServer server, ServerSetting limits) throws Exception {
        return new Setting(
                server.baseUrl(),
                "sk-bench",
                SCALE,
                limits.requestsPerMinute(),
                limits.tokensPerMinute(),
                true,
                Map.of("client", name));
    }

    private static final class RecordingSleeper implements Sleeper {
        private final List<Duration> asked = new CopyOnWriteArrayList<>();

        @Override
        public void sleep(Duration duration) {
            asked.add(duration);
        }

        @Override
        public CompletableFuture<Void> sleepAsync(Duration duration) {
            sleep(duration);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
