// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.model.ChatDelta;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Streams that differ from those of the API, as servers that are nearly compatible send them. */
class StreamsOfOtherServersTest extends StreamScenario {

    private final List<Object> seen = new ArrayList<>();

    @Test
    void eventsAreReadWhateverTheContentTypeSays() throws Exception {
        server.contentType("application/json").sendRaw("\n").answer("It ", "is");

        Exchange done = read("", exchange -> seen.addAll(all(exchange)));

        assertThat(done.getException()).isNull();
        assertThat(seen).containsExactly("It ", "is");
    }

    @Test
    void nothingIsNoAnswerWhateverTheContentTypeSays() throws Exception {
        server.contentType("application/json").end();

        Exchange done = read("", StreamScenario::all);

        assertThat(failureOf(done, OpenAiTransportException.class))
                .hasMessageStartingWith("the stream of the answer broke off after 0 characters: it was nothing, a body"
                        + " of 0 bytes (Content-Type application/json); ");
    }

    @Test
    void thoughtsAloneThatWereCutAreNoAnswer() throws Exception {
        server.send(
                        "{\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm\"}}]}",
                        "{\"choices\":[{\"delta\":{\"content\":\"<think>and\"}}]}",
                        StreamServer.finish("length"),
                        "[DONE]")
                .end();

        Exchange done = read("", StreamScenario::all);

        assertThat(failureOf(done, OpenAiResponseException.class))
                .hasMessage("the answer has no text (finish reason length); raise maxTokens: a reasoning model may have"
                        + " spent them all on thinking");
    }

    @Test
    void callsThatShareAnIndexAreToldApart() throws Exception {
        server.send(
                        StreamServer.toolCall(0, "call_1", "dice", "{}"),
                        StreamServer.toolCall(0, "call_2", "dice", "[]"),
                        StreamServer.finish("tool_calls"),
                        "[DONE]")
                .end();

        Exchange done = read("&streamFormat=event", exchange -> seen.addAll(all(exchange)));

        assertThat(done.getException()).isNull();
        assertThat(seen)
                .flatExtracting(delta -> ((ChatDelta) delta).toolCalls())
                .containsExactly(
                        new ChatDelta.ToolCallDelta(0, "call_1", "dice", "{}"),
                        new ChatDelta.ToolCallDelta(1, "call_2", "dice", "[]"));
    }
}
