// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@WithOpenAiSimulator
class RecordedRequestsTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private OpenAiSimulator openAi;
    private PlainClient client;

    @BeforeEach
    void connect() {
        client = new PlainClient(openAi);
    }

    @Test
    void tellAllAboutAJsonRequest() {
        client.chat("hello");

        ReceivedRequest request = openAi.requests().get(0);
        assertThat(request.endpoint()).isEqualTo(Endpoint.CHAT);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/chat/completions");
        assertThat(request.header("Authorization")).contains("Bearer sk-simulator");
        assertThat(request.json().at("/messages/0/content").asText()).isEqualTo("hello");
        assertThat(request.size()).isEqualTo(request.body().orElseThrow().length());
        assertThat(request.status()).isEqualTo(OptionalInt.of(200));
        assertThat(request.arrival()).isPositive();
    }

    @Test
    void tellAllAboutAForm() {
        client.upload("x.wav", new byte[] {1, 2, 3}, Map.of("model", "whisper-1"));

        ReceivedRequest request = openAi.requests(Endpoint.TRANSCRIPTION).get(0);
        ReceivedPart file = request.part("file").orElseThrow();
        assertThat(request.part("model").orElseThrow().text()).contains("whisper-1");
        assertThat(file.fileName()).contains("x.wav");
        assertThat(file.contentType()).contains("application/octet-stream");
        assertThat(file.size()).isEqualTo(3);
        assertThat(file.sha256()).isEqualTo("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
        assertThat(file.text()).isEmpty();
    }

    @Test
    void keepTheOrder() {
        client.chat("a");
        client.get("/models");
        client.chat("b");

        assertThat(openAi.requests())
                .extracting(ReceivedRequest::endpoint)
                .containsExactly(Endpoint.CHAT, Endpoint.MODELS, Endpoint.CHAT);
        assertThat(openAi.requests(Endpoint.CHAT)).hasSize(2);
    }

    @Test
    void keepOnlyTheSizeOfALargeBody() {
        client.chat("x".repeat(1_100_000));

        ReceivedRequest request = openAi.requests().get(0);
        assertThat(request.body()).isEmpty();
        assertThat(request.size()).isGreaterThan(1_100_000);
        assertThat(request.sha256()).hasSize(64);
        assertThatThrownBy(request::json).hasMessageContaining("was not kept");
    }

    @Test
    void keepOnlyTheNewest() {
        try (OpenAiSimulator small = OpenAiSimulator.builder().recordAtMost(2).start()) {
            PlainClient other = new PlainClient(small);
            other.chat("a");
            other.chat("b");
            other.chat("c");

            assertThat(small.requests())
                    .extracting(
                            request -> request.json().at("/messages/0/content").asText())
                    .containsExactly("b", "c");
        }
    }

    @Test
    void areCountedAloudWhenTheyAreTooFew() {
        client.chat("a");

        assertThatThrownBy(() -> openAi.awaitRequests(2, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited PT0.02S for 2 requests but 1 came");
    }

    @Nested
    class WhileTheyAreHeld {
        @Test
        void haveNoStatusYet() throws InterruptedException {
            CompletableFuture<PlainClient.Answer> answer;
            try (Gate gate = openAi.hold()) {
                answer = client.postLater("/chat/completions", PlainClient.chatRequest("a"));

                gate.awaitHeld(1, SOON);
                assertThat(openAi.awaitRequests(1, SOON).get(0).status()).isEmpty();
                assertThat(openAi.inFlight()).isEqualTo(1);
                assertThat(answer).isNotDone();
            }
            assertThat(answer)
                    .succeedsWithin(SOON)
                    .extracting(PlainClient.Answer::status)
                    .isEqualTo(200);
            assertThat(openAi.awaitIdle(SOON)).isZero();
        }

        @Test
        void letOtherEndpointsPass() throws InterruptedException {
            try (Gate gate = openAi.hold(Endpoint.EMBEDDINGS)) {
                assertThat(client.chat("a").status()).isEqualTo(200);
                assertThat(gate.held()).isZero();
            }
        }

        @Test
        void canBeManyAtOnce() throws InterruptedException {
            try (Gate gate = openAi.hold()) {
                CompletableFuture<?>[] answers = new CompletableFuture<?>[1_000];
                for (int i = 0; i < answers.length; i++) {
                    answers[i] = client.postLater("/chat/completions", PlainClient.chatRequest("a"));
                }

                gate.awaitHeld(1_000, SOON);
                gate.open();

                assertThat(CompletableFuture.allOf(answers)).succeedsWithin(SOON);
            }
        }
    }

    @Test
    void areAnsweredByTheThousandWhenTheAnswersAreSlow() {
        try (OpenAiSimulator slow =
                OpenAiSimulator.builder().latency(Duration.ofMillis(500)).start()) {
            PlainClient other = new PlainClient(slow);
            CompletableFuture<?>[] answers = new CompletableFuture<?>[1_000];

            for (int i = 0; i < answers.length; i++) {
                answers[i] = other.postLater("/chat/completions", PlainClient.chatRequest("a"));
            }

            assertThat(CompletableFuture.allOf(answers)).succeedsWithin(Duration.ofSeconds(15));
        }
    }
}
