// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.benchmarks.quota.work.Job;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuotaServerTest {
    /** Two of these do not fit into a minute of 10,000 tokens. */
    private final List<Job> jobs =
            List.of(new Job(0, "default", 4_000, 50, 4_000, 200, 0), new Job(1, "default", 4_000, 50, 4_000, 200, 0));

    private final VirtualClock clock = new VirtualClock(2);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private QuotaServer server;

    @BeforeEach
    void start() throws Exception {
        ServerSetting setting =
                ServerSetting.tierOne(ServerKind.SLIDING, ChargeRule.RESERVE).withLimits(60, 10_000);
        server = QuotaServer.start(setting, jobs, clock, 2);
        clock.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void answersAJobWithItsOwnNumbersAfterItsLatency() throws Exception {
        long before = clock.nowNanos();

        HttpResponse<String> answer = post(jobs.get(0).prompt());

        assertThat(clock.nowNanos() - before).isGreaterThanOrEqualTo(200_000_000);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"object\":\"chat.completion\"", "\"content\":\"ok\"", "\"finish_reason\":\"stop\"")
                .contains("\"usage\":{\"prompt_tokens\":4000,\"completion_tokens\":50,\"total_tokens\":4050}");
        assertThat(answer.headers().firstValue("x-ratelimit-limit-tokens")).hasValue("10000");
        assertThat(answer.headers().firstValue("x-ratelimit-remaining-tokens")).hasValue("2000");
        assertThat(answer.headers().firstValue("x-ratelimit-reset-requests")).isPresent();
    }

    @Test
    void rejectsAsTheApiDoesAndDividesTheWaitItAnnounces() throws Exception {
        post(jobs.get(0).prompt());

        HttpResponse<String> answer = post(jobs.get(1).prompt());

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body())
                .startsWith("{\"error\":{\"message\":\"Rate limit reached for bench-model on tokens per min (TPM):"
                        + " Limit 10000, Used 8000, Requested 8000. Please try again in ")
                .endsWith("\"type\":\"tokens\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}");
        assertThat(Double.parseDouble(
                        answer.headers().firstValue("retry-after-ms").orElseThrow()))
                .isBetween(0.0, 30_000.0);
        assertThat(Double.parseDouble(answer.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(0.0, 30.0);
        assertThat(server.journal().entries())
                .extracting(Journal.Entry::outcome)
                .containsExactly(Decision.Outcome.GRANTED, Decision.Outcome.TOKENS_EXHAUSTED);
    }

    @Test
    void comparesItsBookWithThatOfTheClient() throws Exception {
        server.compareWith(() -> OptionalLong.of(1_900));
        post(jobs.get(0).prompt());
        server.compareWith(OptionalLong::empty); // keeps none
        post(jobs.get(1).prompt());

        assertThat(server.journal().comparisons()).containsExactly(new Journal.Comparison(2_000, 1_900));
    }

    @Test
    void saysWhenNoJobIsNamed() throws Exception {
        assertThat(post("hello").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> post(String prompt) throws Exception {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
        return http.send(
                HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
