// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.test.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routes that share a quota, as the guide shows them. */
@Timeout(60)
class LanesGuideTest extends Line {

    @Override
    void configure(OpenAiConfiguration options) {
        options.setMaxConcurrentRequests(1); // all but one wait
    }

    @BeforeEach
    void addRoutes() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::lanes[]
                from("direct:question").to("openai:chat?lane=interactive&laneWeight=4");

                from("direct:backlog").to("openai:chat?lane=backlog");
                // end::lanes[]

                // tag::header[]
                from("direct:tenant")
                        .setHeader(OpenAiHeaders.LANE, header("tenant"))
                        .to("openai:chat");
                // end::header[]
            }
        });
    }

    private static CompletableFuture<Exchange> sendAs(String tenant, AsyncProducer producer, String prompt) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(prompt);
        exchange.getMessage().setHeader("tenant", tenant);
        CompletableFuture<Exchange> end = new CompletableFuture<>();
        producer.process(exchange, doneSync -> end.complete(exchange));
        return end;
    }

    /** Its place among the prompts that the server has seen, from 0. */
    private int placeOf(String prompt) {
        return openAi.requests().stream()
                .map(request -> request.json().at("/messages/0/content").asText())
                .toList()
                .indexOf(prompt);
    }

    @Test
    void aQuestionIsAnsweredBeforeTheBacklogThatCameFirst() throws Exception {
        AsyncProducer question = producer("direct:question");
        AsyncProducer backlog = producer("direct:backlog");
        List<CompletableFuture<Exchange>> calls = new ArrayList<>();
        try (Gate gate = openAi.hold()) {
            calls.addAll(sendAll(backlog, 10));
            gate.awaitHeld(1, PATIENCE);
            calls.add(send(question, "why?"));
            gate.open();
        }

        assertThat(ends(calls)).allSatisfy(end -> bodyOf(end));
        assertThat(placeOf("why?")).isBetween(1, 2);
    }

    @Test
    void tenantsDoNotWaitForEachOther() throws Exception {
        AsyncProducer tenant = producer("direct:tenant");
        List<CompletableFuture<Exchange>> calls = new ArrayList<>();
        try (Gate gate = openAi.hold()) {
            for (int number = 0; number < 10; number++) {
                calls.add(sendAs("a", tenant, "a " + number));
            }
            gate.awaitHeld(1, PATIENCE);
            calls.add(sendAs("b", tenant, "b"));
            gate.open();
        }

        assertThat(ends(calls)).allSatisfy(end -> bodyOf(end));
        assertThat(placeOf("b")).isBetween(1, 2);
    }
}
