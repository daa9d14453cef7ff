// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.memory.ChatMemory;
import io.github.camelopenai.memory.InMemoryChatMemory;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.test.Reply;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chat step that remembers what was said. */
class ConversationTest extends Scenario {

    private static final String URI = "openai:chat?memory=#notes&systemMessage=Be brief";

    private final InMemoryChatMemory memory = new InMemoryChatMemory();

    @BeforeEach
    void bind() {
        camel.getRegistry().bind("notes", memory);
    }

    private Exchange say(String conversation, Object body) {
        return call(URI, body, Map.of("CamelOpenAIConversationId", conversation));
    }

    private List<String> sent(int request) {
        JsonNode messages = openAi.requests().get(request).json().path("messages");
        List<String> said = new java.util.ArrayList<>();
        messages.forEach(message -> said.add(
                message.path("role").asText() + ": " + message.path("content").asText()));
        return said;
    }

    @Test
    void goesOnWhereItStoppedBehindTheSystemMessage() {
        say("c1", "one");
        Exchange second = say("c1", "two");
        say("c2", "other");

        assertThat(sent(1)).containsExactly("system: Be brief", "user: one", "assistant: You said: one", "user: two");
        assertThat(sent(2)).containsExactly("system: Be brief", "user: other");
        assertThat(second.getMessage().getHeader("CamelOpenAIConversationId")).isNull();
    }

    @Test
    void isBoundedByMessages() {
        for (int turn = 1; turn <= 4; turn++) {
            say("c1", "turn " + turn);
        }
        call(URI + "&maxHistoryMessages=2", "last", Map.of("CamelOpenAIConversationId", "c1"));

        assertThat(sent(4))
                .containsExactly("system: Be brief", "user: turn 4", "assistant: You said: turn 4", "user: last");
    }

    @Test
    void forgetsNothingOfAFailedCallBecauseItNeverHeardOfIt() {
        openAi.next(Reply.status(400));
        say("c1", "one");

        assertThat(memory.load("c1")).isEmpty();
    }

    @Test
    void keepsCallsOfToolsThatTheRouteAnswers() {
        openAi.next(Reply.toolCall("raw", "{}"), Reply.text("done"));
        String tools =
                "&tools=RAW([{\"type\":\"function\",\"function\":{\"name\":\"raw\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}])";
        Exchange exchange = call(URI + tools, "go", Map.of("CamelOpenAIConversationId", "c1"));
        assertThat(memory.load("c1")).isEmpty(); // the turn is open

        List<?> calls = (List<?>) bodyOf(exchange);
        exchange.getMessage()
                .setBody(List.of(ChatMessage.tool(((io.github.camelopenai.model.ToolCall) calls.get(0)).id(), "42")));
        exchange.getMessage().setHeader("CamelOpenAIConversationId", "c1");
        template.send(URI, exchange);

        assertThat(bodyOf(exchange)).isEqualTo("done");
        assertThat(memory.load("c1"))
                .extracting(ChatMessage::role)
                .containsExactly("user", "assistant", "tool", "assistant");
    }

    @Test
    void needsToKnowWhichOne() {
        Exchange exchange = call(URI, "hi");

        assertThat(failureOf(exchange, OpenAiRequestException.class))
                .hasMessage(
                        "memory is set but the conversation id is missing; set header CamelOpenAIConversationId, or the"
                                + " option conversationId, to an id of the conversation");
    }

    @Test
    void thatCannotBeReadSendsNothing() {
        camel.getRegistry().bind("broken", new Broken(true));

        Exchange exchange = call("openai:chat?memory=#broken&conversationId=c1", "hi");

        assertThat(failureOf(exchange, OpenAiTransportException.class))
                .hasMessageContaining("the conversation could not be read")
                .hasRootCauseMessage("disk full");
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void thatCannotBeWrittenFailsTheExchangeOnce() {
        camel.getRegistry().bind("broken", new Broken(false));

        Exchange exchange = call("openai:chat?memory=#broken&conversationId=c1", "hi");

        assertThat(failureOf(exchange, OpenAiResponseException.class))
                .hasMessageContaining("the answer was received but not remembered");
        assertThat(openAi.requests()).hasSize(1);
    }

    private record Broken(boolean onLoad) implements ChatMemory {
        @Override
        public List<ChatMessage> load(String conversationId) {
            if (onLoad) {
                throw new IllegalStateException("disk full");
            }
            return List.of();
        }

        @Override
        public void append(String conversationId, List<ChatMessage> messages) {
            throw new IllegalStateException("disk full");
        }
    }
}
