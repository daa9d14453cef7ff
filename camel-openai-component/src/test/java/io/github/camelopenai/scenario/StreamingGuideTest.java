// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ChatStream;
import io.github.camelopenai.model.StreamResult;
import io.github.camelopenai.test.StreamGate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streamed answers, as the guide shows them. */
@Timeout(60)
class StreamingGuideTest extends Scenario {

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @BeforeEach
    void addRoutes() throws Exception {
        openAi.chat().when("hump").answer("It stores fat.");
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::text[]
                from("direct:text")
                        .to("openai:chat?streaming=true")
                        .split(body())
                        .streaming()
                        .to("direct:piece");
                // end::text[]

                // tag::event[]
                from("direct:event")
                        .to("openai:chat?streaming=true&streamFormat=event")
                        .process(StreamingGuideTest.this::listen);
                // end::event[]

                // tag::count[]
                from("direct:counted")
                        .onCompletion()
                        .process(exchange -> count(exchange.getProperty("CamelOpenAIStreamResult", StreamResult.class)))
                        .end()
                        .to("openai:chat?streaming=true&streamFormat=ndjson")
                        .to("direct:send");
                // end::count[]

                from("direct:piece")
                        .process(exchange -> said.add(exchange.getMessage().getBody(String.class)));
                from("direct:send").convertBodyTo(String.class);
            }
        });
    }

    // tag::listen[]
    private void listen(Exchange exchange) {
        ChatStream<?> answer = exchange.getMessage().getBody(ChatStream.class);
        while (answer.hasNext()) {
            ChatDelta delta = (ChatDelta) answer.next();
            say(delta.text());
            delta.toolResults().forEach(result -> say("called " + result.name()));
        }
        answer.result().ifPresent(result -> say(result.usage().totalTokens() + " tokens"));
    }
    // end::listen[]

    private void say(String text) {
        if (!text.isEmpty()) {
            said.add(text);
        }
    }

    private void count(StreamResult result) {
        said.add(result == null ? "not whole" : "whole: " + result.finishReason());
    }

    private String next() throws InterruptedException {
        return said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void textIsSplitWhileItComes() throws Exception {
        StreamGate gate = openAi.holdStreams();
        gate.release(3); // the role, and two words: the splitter looks one ahead
        var answer = template.asyncRequestBody("direct:text", "Why a hump?");

        assertThat(next()).startsWith("It");
        gate.awaitHeld(1, PATIENCE);
        gate.open();

        answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(String.join("", said)).endsWith("fat.");
    }

    @Test
    void eventsBringTheUsageToo() {
        template.requestBody("direct:event", "Why a hump?");

        assertThat(said).first().asString().startsWith("It");
        assertThat(List.copyOf(said).get(said.size() - 1)).matches("\\d+ tokens");
    }

    @Test
    void theResultIsThereWhenTheExchangeIsComplete() throws Exception {
        template.requestBody("direct:counted", "Why a hump?");

        assertThat(next()).isEqualTo("whole: stop");
    }
}
