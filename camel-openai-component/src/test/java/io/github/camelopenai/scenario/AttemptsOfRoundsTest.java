// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.test.Reply;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chat that fails in a later round says how many requests all its rounds have sent, as one that succeeds does. */
class AttemptsOfRoundsTest extends Scenario {

    /** What a typed answer is read as. */
    public record Fox(String name) {}

    @Override
    void configure(OpenAiConfiguration options) {
        options.setRetryInitialDelay(1);
        options.setRetryMaxDelay(1);
    }

    @BeforeEach
    void serve() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=look&description=Looks").setBody(constant("a fox"));
                from("direct:whole").to("openai:chat?tools=look&maxRetries=1");
                from("direct:streamed")
                        .to("openai:chat?tools=look&maxRetries=1&streaming=true")
                        .process(exchange ->
                                exchange.getMessage().getBody(Iterator.class).forEachRemaining(piece -> {}));
                from("direct:typed").to("openai:chat?maxRetries=1&outputClass=" + Fox.class.getName());
            }
        });
    }

    private int attemptsOf(String uri, Reply... replies) {
        openAi.next(replies);
        int attempts =
                failureOf(call(uri, "hi", Map.of()), OpenAiException.class).attempts();
        assertThat(openAi.requests()).as("requests").hasSize(attempts);
        return attempts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:whole", "direct:streamed"})
    void areThoseOfTheRoundsBeforeToo(String uri) {
        assertThat(attemptsOf(uri, Reply.toolCall("look", "{}"), Reply.status(400)))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:whole", "direct:streamed"})
    void areThoseOfRetriesToo(String uri) {
        assertThat(attemptsOf(
                        uri,
                        Reply.status(500),
                        Reply.toolCall("look", "{}"),
                        Reply.toolCall("look", "{}"),
                        Reply.status(500),
                        Reply.status(500)))
                .isEqualTo(5);
    }

    @Test
    void areCountedWhenTheStreamOfALaterRoundBreaksOff() {
        assertThat(attemptsOf(
                        "direct:streamed",
                        Reply.toolCall("look", "{}"),
                        Reply.ok().cutAfterEvents(2)))
                .isEqualTo(2);
    }

    @Test
    void areCountedWhenTheStreamOfALaterRoundFails() {
        assertThat(attemptsOf(
                        "direct:streamed",
                        Reply.toolCall("look", "{}"),
                        Reply.ok().errorAfter(1, Reply.status(500))))
                .isEqualTo(2);
    }

    @Test
    void areCountedWhenARepairFails() {
        assertThat(attemptsOf("direct:typed", Reply.text("tomorrow"), Reply.status(400)))
                .isEqualTo(2);
    }
}
