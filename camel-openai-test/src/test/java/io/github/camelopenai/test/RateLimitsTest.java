// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RateLimitsTest {
    private final ManualNanos clock = new ManualNanos();

    @ParameterizedTest(name = "{0}: {1} requests, {2} tokens")
    @CsvSource({"FREE, 3, 40000", "TIER_1, 500, 200000", "TIER_2, 5000, 2000000"})
    void areThoseOfTheTier(Tier tier, String requests, String tokens) {
        try (OpenAiSimulator openAi = simulator().tier(tier).start()) {
            PlainClient.Answer answer = new PlainClient(openAi).chat("hi");

            assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo(requests);
            assertThat(answer.header("x-ratelimit-limit-tokens")).isEqualTo(tokens);
        }
    }

    @Test
    void areToldInTheHeadersOfEveryAnswer() {
        try (OpenAiSimulator openAi =
                simulator().tier(Tier.FREE).chargeRule(ChargeRule.RESERVED_KEPT).start()) {
            PlainClient.Answer answer = new PlainClient(openAi).chat("0123456789");

            assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("2");
            assertThat(answer.header("x-ratelimit-remaining-tokens")).isEqualTo("39981");
            assertThat(answer.header("x-ratelimit-reset-requests")).isEqualTo("20s");
            assertThat(answer.header("x-ratelimit-reset-tokens")).isEqualTo("29ms");
        }
    }

    @ParameterizedTest
    @EnumSource(ChargeRule.class)
    void areTheSameForAStream(ChargeRule rule) {
        try (OpenAiSimulator openAi =
                simulator().limits(10, 1_000).chargeRule(rule).start()) {
            PlainClient client = new PlainClient(openAi);

            PlainClient.Answer whole = client.chat("one two three");
            PlainClient.Answer streamed = client.post("/chat/completions", PlainClient.streamRequest("one two three"));
            PlainClient.Answer last = client.chat("one two three");

            long each = remaining(whole) - remaining(streamed);
            assertThat(each).isPositive();
            assertThat(remaining(streamed) - remaining(last)).isEqualTo(each);
            assertThat(last.header("x-ratelimit-remaining-requests")).isEqualTo("7");
        }
    }

    @Test
    void areNotToldWhenThereAreNone() {
        try (OpenAiSimulator openAi = OpenAiSimulator.start()) {
            PlainClient.Answer answer = new PlainClient(openAi).chat("hi");

            assertThat(answer.response().headers().map().keySet()).noneMatch(name -> name.startsWith("x-ratelimit"));
            assertThat(answer.header("x-request-id")).isEqualTo("req_00000000000000000000000000000001");
            assertThat(answer.header("openai-version")).isEqualTo("2020-10-01");
            assertThat(answer.header("openai-organization")).isEqualTo("org-simulator");
            assertThat(answer.header("openai-processing-ms")).isEqualTo("1");
        }
    }

    @Test
    void canBeKeptSecret() {
        try (OpenAiSimulator openAi =
                simulator().limits(1, 1_000).rateLimitHeaders(false).start()) {
            PlainClient client = new PlainClient(openAi);

            assertThat(client.chat("hi").header("x-ratelimit-limit-requests")).isEmpty();
            assertThat(client.chat("hi").status()).isEqualTo(429);
        }
    }

    @Nested
    class OfRequests {
        @Test
        void refuseTheOneTooMany() {
            try (OpenAiSimulator openAi = simulator().tier(Tier.FREE).start()) {
                PlainClient client = new PlainClient(openAi);
                for (int i = 0; i < 3; i++) {
                    assertThat(client.chat("hi").status()).isEqualTo(200);
                }

                PlainClient.Answer refusal = client.chat("hi");

                assertThat(refusal.status()).isEqualTo(429);
                assertThat(refusal.header("retry-after")).isEqualTo("20");
                assertThat(refusal.header("retry-after-ms")).isEqualTo("20000");
                assertThat(refusal.header("x-ratelimit-remaining-requests")).isEqualTo("0");
                assertThat(refusal.error().path("type").asText()).isEqualTo("requests");
                assertThat(refusal.error().path("code").asText()).isEqualTo("rate_limit_exceeded");
                assertThat(refusal.error().path("message").asText())
                        .startsWith("Rate limit reached for gpt-4o-mini in organization org-simulator on requests"
                                + " per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s.");
            }
        }

        @Test
        void admitAgainAfterTheWait() {
            try (OpenAiSimulator openAi = simulator().tier(Tier.FREE).start()) {
                PlainClient client = new PlainClient(openAi);
                for (int i = 0; i < 3; i++) {
                    client.chat("hi");
                }

                clock.advance(Duration.ofMillis(19_999));
                assertThat(client.chat("hi").status()).isEqualTo(429);
                clock.advance(Duration.ofMillis(1));
                assertThat(client.chat("hi").status()).isEqualTo(200);
            }
        }

        @Test
        void areUsedUpByWrongRequestsToo() {
            try (OpenAiSimulator openAi = simulator().tier(Tier.FREE).start()) {
                PlainClient client = new PlainClient(openAi);
                String wrong = "{\"model\":\"gpt-4o-mini\"}";

                PlainClient.Answer answer = client.post("/chat/completions", wrong);

                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("2");
                assertThat(answer.header("x-ratelimit-remaining-tokens")).isEqualTo("40000");
                client.post("/chat/completions", wrong);
                client.post("/chat/completions", wrong);
                assertThat(client.post("/chat/completions", wrong).status()).isEqualTo(429);
            }
        }
    }

    @Nested
    class OfTokens {
        @Test
        void refuseWhatWouldGoBeyond() {
            try (OpenAiSimulator openAi = simulator()
                    .limits(500, 1_000)
                    .chargeRule(ChargeRule.RESERVED_KEPT)
                    .start()) {
                PlainClient client = new PlainClient(openAi);
                client.post("/chat/completions", request(990));

                PlainClient.Answer refusal = client.post("/chat/completions", request(14));

                assertThat(refusal.status()).isEqualTo(429);
                assertThat(refusal.header("retry-after")).isEqualTo("1");
                assertThat(refusal.header("retry-after-ms")).isEqualTo("360");
                assertThat(refusal.error().path("type").asText()).isEqualTo("tokens");
                assertThat(refusal.error().path("message").asText())
                        .contains(
                                "tokens per min (TPM): Limit 1000, Used 991, Requested 15. Please try again in 360ms.");
                assertThat(refusal.header("x-ratelimit-remaining-requests")).isEqualTo("499");
            }
        }

        @Test
        void sayThatARequestIsTooLarge() {
            try (OpenAiSimulator openAi = simulator().limits(500, 1_000).start()) {
                PlainClient.Answer refusal = new PlainClient(openAi).post("/chat/completions", request(1_000));

                assertThat(refusal.status()).isEqualTo(429);
                assertThat(refusal.header("retry-after")).isEmpty();
                assertThat(refusal.error().path("message").asText())
                        .startsWith("Request too large for gpt-4o-mini")
                        .contains("Limit 1000, Requested 1001.")
                        .doesNotContain("Used");
            }
        }

        @Test
        void setSixteenAsideForAnAnswerOfUnknownLength() {
            try (OpenAiSimulator openAi = simulator()
                    .limits(500, 1_000)
                    .chargeRule(ChargeRule.RESERVED_KEPT)
                    .start()) {
                PlainClient.Answer answer = new PlainClient(openAi).chat("hi");

                assertThat(answer.header("x-ratelimit-remaining-tokens")).isEqualTo("983");
            }
        }

        @Test
        void multiplyTheReserveByN() {
            try (OpenAiSimulator openAi = simulator()
                    .limits(500, 1_000)
                    .chargeRule(ChargeRule.RESERVED_KEPT)
                    .start()) {
                PlainClient.Answer answer = new PlainClient(openAi)
                        .post(
                                "/chat/completions",
                                request(100).replace("\"max_tokens\"", "\"n\":3,\"max_completion_tokens\""));

                assertThat(answer.header("x-ratelimit-remaining-tokens")).isEqualTo("699");
            }
        }

        @Test
        void chargeEmbeddingsByThreeBytes() {
            try (OpenAiSimulator openAi = simulator()
                    .limits("text-embedding-3-large", 3_000, 1_000_000)
                    .chargeRule(ChargeRule.RESERVED_KEPT)
                    .start()) {
                PlainClient client = new PlainClient(openAi);

                PlainClient.Answer answer = client.post(
                        "/embeddings",
                        "{\"model\":\"text-embedding-3-large\",\"input\":\"%s\"}".formatted("x".repeat(300)));

                assertThat(answer.header("x-ratelimit-remaining-tokens")).isEqualTo("999900");
                assertThat(client.chat("hi").header("x-ratelimit-limit-tokens")).isEmpty();
            }
        }

        @Test
        void comeBackOnlyWhenTheAnswerGoesOut() {
            try (OpenAiSimulator openAi = simulator().limits(500, 1_000).start()) {
                PlainClient client = new PlainClient(openAi);
                openAi.next(Reply.ok().after(Duration.ofMillis(50)));

                PlainClient.Answer slow = client.post("/chat/completions", request(600));

                assertThat(slow.header("x-ratelimit-remaining-tokens")).isEqualTo("399");
                clock.advance(Duration.ofMillis(50));
                assertThat(client.chat("hi").header("x-ratelimit-remaining-tokens"))
                        .isEqualTo("992");
            }
        }

        @ParameterizedTest(name = "after an answer of 3 tokens to 1 token, with {0}")
        @EnumSource(ChargeRule.class)
        void areCorrectedByTheRule(ChargeRule rule) {
            String left =
                    switch (rule) {
                        case RESERVED_KEPT -> "899";
                        case RESERVED_REFUNDED, ACTUAL -> "996";
                    };
            try (OpenAiSimulator openAi =
                    simulator().limits(500, 1_000).chargeRule(rule).start()) {
                PlainClient.Answer answer = new PlainClient(openAi).post("/chat/completions", request(100));

                assertThat(answer.header("x-ratelimit-remaining-tokens")).isEqualTo(left);
            }
        }

        @Test
        void canBeOverdrawnWhenOnlyTheActualUseCounts() {
            try (OpenAiSimulator openAi =
                    simulator().limits(500, 100).chargeRule(ChargeRule.ACTUAL).start()) {
                PlainClient client = new PlainClient(openAi);
                openAi.next(Reply.text("word ".repeat(150)));

                assertThat(client.chat("hi").status()).isEqualTo(200);
                PlainClient.Answer refusal = client.chat("hi");

                assertThat(refusal.status()).isEqualTo(429);
                assertThat(refusal.header("retry-after")).isEqualTo("32");
            }
        }

        private static String request(int mostTokens) {
            return "{\"model\":\"gpt-4o-mini\",\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                    .formatted(mostTokens);
        }
    }

    @Test
    void areThoseOfTheModel() {
        try (OpenAiSimulator openAi = simulator()
                .limits("text-embedding-3-large", 3_000, 1_000_000)
                .tier(Tier.FREE)
                .start()) {
            PlainClient client = new PlainClient(openAi);
            for (int i = 0; i < 4; i++) {
                client.chat("hi");
            }

            PlainClient.Answer other =
                    client.post("/embeddings", "{\"model\":\"text-embedding-3-large\",\"input\":\"a\"}");

            assertThat(other.status()).isEqualTo(200);
            assertThat(other.header("x-ratelimit-limit-requests")).isEqualTo("3000");
        }
    }

    @Test
    void speakSimulatedTime() {
        try (OpenAiSimulator openAi = simulator().tier(Tier.FREE).timeScale(10).start()) {
            PlainClient client = new PlainClient(openAi);
            for (int i = 0; i < 3; i++) {
                client.chat("hi");
            }

            assertThat(client.chat("hi").header("retry-after")).isEqualTo("20");
            clock.advance(Duration.ofSeconds(2));
            assertThat(client.chat("hi").status()).isEqualTo(200);
        }
    }

    @Test
    void areFullAgainAfterAReset() {
        try (OpenAiSimulator openAi = simulator().limits(1, 1_000).start()) {
            PlainClient client = new PlainClient(openAi);
            client.chat("hi");

            openAi.reset();

            assertThat(client.chat("hi").status()).isEqualTo(200);
        }
    }

    private static long remaining(PlainClient.Answer answer) {
        return Long.parseLong(answer.header("x-ratelimit-remaining-tokens"));
    }

    private OpenAiSimulatorBuilder simulator() {
        return OpenAiSimulator.builder().nanos(clock);
    }
}
