// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.test.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routes that share a quota. */
@Timeout(60)
class LanesTest extends Line {

    private static final String CHAT = "openai:chat?model=gpt-4o-mini";
    private static final String ONE_AT_A_TIME = CHAT + "&maxConcurrentRequests=1&maxQueued=2&whenQueueFull=fail";

    private static CompletableFuture<Exchange> send(AsyncProducer producer, String prompt, String lane) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(prompt);
        exchange.getMessage().setHeader(OpenAiHeaders.LANE, lane);
        CompletableFuture<Exchange> end = new CompletableFuture<>();
        producer.process(exchange, doneSync -> end.complete(exchange));
        return end;
    }

    /** Prompts in the order in which the server has seen them. */
    private List<String> prompts() {
        return openAi.requests().stream()
                .map(request -> request.json().at("/messages/0/content").asText())
                .toList();
    }

    @Test
    void aCallOfAnotherLaneDoesNotWaitBehindABacklog() throws Exception {
        AsyncProducer bulk = producer(CHAT + "&maxConcurrentRequests=1&maxQueued=100&lane=bulk");
        AsyncProducer interactive =
                producer(CHAT + "&maxConcurrentRequests=1&maxQueued=100&lane=interactive&laneWeight=5");
        List<CompletableFuture<Exchange>> calls = new ArrayList<>();
        try (Gate gate = openAi.hold()) {
            for (int number = 0; number < 10; number++) {
                calls.add(send(bulk, "bulk " + number));
            }
            gate.awaitHeld(1, PATIENCE);
            calls.add(send(interactive, "interactive"));
            gate.open();
        }

        assertThat(ends(calls)).allSatisfy(end -> bodyOf(end));
        assertThat(prompts().indexOf("interactive")).isBetween(1, 2);
        assertThat(prompts()).filteredOn(prompt -> prompt.startsWith("bulk")).isSorted();
    }

    @Test
    void theHeaderNamesTheLane() throws Exception {
        AsyncProducer chat = producer(ONE_AT_A_TIME);
        List<CompletableFuture<Exchange>> calls = new ArrayList<>();
        try (Gate gate = openAi.hold()) {
            calls.add(send(chat, "first", "a"));
            gate.awaitHeld(1, PATIENCE);
            calls.add(send(chat, "second", "a"));
            calls.add(send(chat, "third", "a"));

            Exchange refused = send(chat, "fourth", "a").get(20, TimeUnit.SECONDS);
            calls.add(send(chat, "fifth", "b"));

            assertThat(failureOf(refused, OpenAiRateLimitException.class))
                    .hasMessageContaining("the queue of lane a is full: 2 calls wait already (maxQueued)");
            assertThat(calls).noneMatch(CompletableFuture::isDone);
            gate.open();
        }
        assertThat(ends(calls)).allSatisfy(end -> bodyOf(end));
    }

    @Test
    void theHeaderDoesNotLeaveWithTheAnswer() {
        Exchange answer = call(CHAT, "hello", Map.of(OpenAiHeaders.LANE, "a"));

        assertThat(bodyOf(answer)).isEqualTo("You said: hello");
        assertThat(sent().toString()).doesNotContain("lane");
    }

    @EndsUnderWay
    @Test
    void waitingLanesEndWithTheContext() throws Exception {
        List<CompletableFuture<Exchange>> calls = new ArrayList<>();
        AsyncProducer chat = producer(CHAT + "&requestsPerMinute=1&queueTimeout=30d");
        bodyOf(send(chat, "the only one").get(20, TimeUnit.SECONDS));
        for (String lane : List.of("a", "b", "c")) {
            calls.add(send(chat, "one", lane));
            calls.add(send(chat, "two", lane));
        }
        assertThat(component.quotaLevels().get(0).queued()).isEqualTo(6);

        camel.stop();

        assertThat(ends(calls))
                .allSatisfy(end -> assertThat(end.getException()).isInstanceOf(OpenAiTransportException.class));
        assertThat(openAi.requests()).hasSize(1);
    }
}
