// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of docs/guide/testing.md. */
class TestingGuideTest {
    // tag::extension[]
    @RegisterExtension
    static final OpenAiSimulatorExtension EXTENSION = OpenAiSimulatorExtension.withTier(Tier.TIER_1);

    private OpenAiSimulator openAi;

    @Test
    void answersByRule() {
        openAi.chat().when("capital of France").answer("Paris");

        String answer = ask("What is the capital of France?");

        assertThat(answer).isEqualTo("Paris");
        assertThat(openAi.requests(Endpoint.CHAT)).hasSize(1);
        assertThat(openAi.requests().get(0).json().path("model").asText()).isEqualTo("gpt-4o-mini");
    }
    // end::extension[]

    @Test
    void startsWithoutJUnit() {
        BiFunction<String, String, PlainClient> connect = (baseUrl, apiKey) -> new PlainClient(openAi, apiKey);
        // tag::plain[]
        try (OpenAiSimulator openAi = OpenAiSimulator.start()) {
            String baseUrl = openAi.baseUrl();
            String apiKey = openAi.apiKey();
            // end::plain[]
            assertThat(baseUrl).isEqualTo("http://127.0.0.1:" + openAi.port() + "/v1");
            assertThat(connect.apply(baseUrl, apiKey).chat("hi").status()).isEqualTo(200);
            // tag::plain[]
        }
        // end::plain[]
    }

    @Test
    void fails() {
        // tag::script[]
        openAi.next(
                Reply.rateLimited(Duration.ofMillis(300)),
                Reply.status(503).after(Duration.ofMillis(100)),
                Reply.ok(),
                Reply.text("third time lucky"));
        openAi.on(Endpoint.EMBEDDINGS).next(Reply.connectionReset());
        // end::script[]

        PlainClient client = new PlainClient(openAi);
        assertThat(client.chat("a").status()).isEqualTo(429);
        assertThat(client.chat("a").status()).isEqualTo(503);
        assertThat(client.chat("a").status()).isEqualTo(200);
        assertThat(client.chat("a").content()).isEqualTo("third time lucky");
        assertThat(openAi.unusedReplies()).hasSize(1);
        openAi.reset();
    }

    @Test
    void holds() throws InterruptedException {
        // tag::hold[]
        try (Gate gate = openAi.hold()) {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> ask("still there?"));

            gate.awaitHeld(1, Duration.ofSeconds(5));
            assertThat(answer).isNotDone();

            gate.open();
            assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
        }
        // end::hold[]
    }

    @Test
    void streams() throws Exception {
        String request = PlainClient.streamRequest("hi");
        PlainClient client = new PlainClient(openAi);
        // tag::streams[]
        StreamGate gate = openAi.holdStreams();
        try (EventReader answer = client.open(request)) {
            gate.release(2);
            assertThat(answer.line()).contains("assistant");
            assertThat(answer.line()).contains("You");
            gate.awaitHeld(1, Duration.ofSeconds(5));
            assertThat(openAi.streamsOpen()).isEqualTo(1);
        }
        openAi.awaitStreamsAbandoned(1, Duration.ofSeconds(5));
        // end::streams[]
    }

    @Test
    void streamsThatFail() {
        // tag::stream-faults[]
        openAi.next(
                Reply.text("a fine answer").errorAfter(3, Reply.status(500)),
                Reply.text("你好").cutInside("好"),
                Reply.ok().withKeepAlives().withoutDone().every(Duration.ofMillis(50)),
                Reply.ok().silentAfter(2));
        // end::stream-faults[]

        assertThat(openAi.unusedReplies()).hasSize(4);
        openAi.reset();
    }

    @Test
    void callsTools() {
        // tag::tools[]
        openAi.chat().when("weather").callTool("get_weather", "{\"city\":\"Rome\"}");
        openAi.chat()
                .when("trip")
                .callTool("find_train", "{\"to\":\"Rome\"}")
                .andTool("get_weather", "{\"city\":\"Rome\"}")
                .thenTool("book", "{\"train\":7}")
                .thenAnswer("Booked.");
        // end::tools[]

        assertThat(ask("weather without tools")).isEqualTo("You said: weather without tools");
    }

    @Test
    void limits() {
        // tag::limits[]
        try (OpenAiSimulator openAi = OpenAiSimulator.builder()
                .tier(Tier.FREE)
                .limits("text-embedding-3-large", 3_000, 1_000_000)
                .timeScale(60)
                .latency(Duration.ofMillis(400))
                .start()) {
            // end::limits[]
            assertThat(new PlainClient(openAi).chat("a").header("x-ratelimit-limit-requests"))
                    .isEqualTo("3");
            // tag::limits[]
        }
        // end::limits[]
    }

    private String ask(String question) {
        return new PlainClient(openAi).chat(question).content();
    }
}
