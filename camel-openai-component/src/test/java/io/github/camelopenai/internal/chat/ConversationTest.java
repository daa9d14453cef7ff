// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.memory.ChatMemory;
import io.github.camelopenai.memory.InMemoryChatMemory;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ToolCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which conversation an exchange continues, and what becomes of a memory's failures. */
class ConversationTest {

    private static final List<ChatMessage> NEXT = List.of(ChatMessage.user("next"));
    private static final ErrorDetails ANSWERED = ErrorDetails.ofAnswer(200, "req_1", 2);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(camel);
    private final Map<String, Object> configured = new HashMap<>();
    private final InMemoryChatMemory memory = new InMemoryChatMemory();

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    private Optional<Conversation> conversation() {
        return Conversation.of(exchange, new Options(exchange, configured::get));
    }

    private Conversation with(ChatMemory store) {
        configured.put("memory", store);
        configured.put("conversationId", "c1");
        return conversation().orElseThrow();
    }

    private void header(String name, Object value) {
        exchange.getMessage().setHeader(name, value);
    }

    @Nested
    class Choosing {

        @Test
        void isNoConversationWithoutAMemory() {
            header(OpenAiHeaders.CONVERSATION_ID, "c1");

            assertThat(conversation()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"chatMemory", "#chatMemory", "#bean:chatMemory"})
        void takesTheMemoryFromTheRegistry(String name) {
            camel.getRegistry().bind("chatMemory", memory);
            memory.append("c1", List.of(ChatMessage.user("before")));
            header(OpenAiHeaders.MEMORY, name);
            header(OpenAiHeaders.CONVERSATION_ID, "c1");

            assertThat(conversation().orElseThrow().history(NEXT)).containsExactly(ChatMessage.user("before"));
        }

        @Test
        void takesTheIdOfTheHeaderBeforeThatOfTheEndpoint() {
            memory.append("7", List.of(ChatMessage.user("of seven")));
            configured.put("memory", memory);
            configured.put("conversationId", "c1");
            header(OpenAiHeaders.CONVERSATION_ID, 7);

            assertThat(conversation().orElseThrow().history(NEXT)).containsExactly(ChatMessage.user("of seven"));
        }

        @Test
        void refusesAMessageWithoutAnId() {
            configured.put("memory", memory);

            assertThatThrownBy(() -> conversation())
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessage("memory is set but the conversation id is missing; set header"
                            + " CamelOpenAIConversationId, or the option conversationId, to an id of the"
                            + " conversation");
        }

        @Test
        void refusesABlankId() {
            configured.put("memory", memory);
            header(OpenAiHeaders.CONVERSATION_ID, " ");

            assertThatThrownBy(() -> conversation())
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessageStartingWith("memory is set but the conversation id is blank; set header");
        }

        @Test
        void refusesANameThatTheRegistryDoesNotKnow() {
            header(OpenAiHeaders.MEMORY, "#chatMemroy");

            assertThatThrownBy(() -> conversation())
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessage("memory must be a ChatMemory or the name of such a bean but was '#chatMemroy', and the"
                            + " registry has no bean of that name; bind one to the registry and name it in the URI or"
                            + " in header CamelOpenAIMemory");
        }

        @Test
        void refusesABeanOfAnotherType() {
            camel.getRegistry().bind("chatMemory", new ArrayList<>());
            header(OpenAiHeaders.MEMORY, "chatMemory");

            assertThatThrownBy(() -> conversation())
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessageStartingWith("memory must be a ChatMemory or the name of such a bean but was"
                            + " 'chatMemory', and the registry has a java.util.ArrayList of that name; bind one");
        }

        @Test
        void refusesAValueOfAnotherType() {
            header(OpenAiHeaders.MEMORY, 5);

            assertThatThrownBy(() -> conversation())
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessageStartingWith("memory must be a ChatMemory or the name of such a bean but was a"
                            + " java.lang.Integer; bind one");
        }

        @ParameterizedTest
        @ValueSource(strings = {"maxHistoryMessages", "maxHistoryTokens"})
        void refusesAWindowOfNothing(String option) {
            configured.put("memory", memory);
            configured.put("conversationId", "c1");
            configured.put(option, 0);

            assertThatThrownBy(() -> conversation())
                    .isInstanceOf(OpenAiRequestException.class)
                    .hasMessageStartingWith(option + " must be positive but was 0; set it in the URI or in header");
        }
    }

    @Nested
    class Remembering {

        @Test
        void cutsTheHistoryToItsWindow() {
            configured.put("maxHistoryMessages", 2);
            Conversation conversation = with(memory);
            conversation.append(List.of(ChatMessage.user("one"), ChatMessage.assistant("1")), ANSWERED);
            conversation.append(List.of(ChatMessage.user("two"), ChatMessage.assistant("2")), ANSWERED);

            assertThat(conversation.history(NEXT)).containsExactly(ChatMessage.user("two"), ChatMessage.assistant("2"));
        }

        @Test
        void keepsNoInstructions() {
            Conversation conversation = with(memory);
            ChatMessage developer = new ChatMessage("developer", "be brief", null, null, null);

            conversation.append(List.of(ChatMessage.system("be kind"), developer, ChatMessage.user("one")), ANSWERED);

            assertThat(memory.load("c1")).containsExactly(ChatMessage.user("one"));
        }

        @Test
        void goesOnWithToolCallsThatTheRouteHasAnswered() {
            Conversation conversation = with(memory);
            List<ChatMessage> turn = List.of(
                    ChatMessage.user("weather?"), ChatMessage.assistant(List.of(new ToolCall("1", "weather", "{}"))));
            conversation.append(turn, ANSWERED);

            assertThat(conversation.history(List.of(ChatMessage.tool("1", "sunny"))))
                    .isEqualTo(turn);
            assertThat(conversation.history(NEXT)).containsExactly(ChatMessage.user("weather?"));
        }
    }

    @Nested
    class WhenTheMemoryFails {

        private final RuntimeException broken = new IllegalStateException("secret words");

        @Test
        void saysThatNothingWasSent() {
            Conversation conversation = with(new FakeMemory(broken, List.of()));

            var failure = catchThrowableOfType(OpenAiTransportException.class, () -> conversation.history(NEXT));

            assertThat(failure)
                    .hasMessage("the conversation could not be read: memory " + FakeMemory.class.getName()
                            + " failed with IllegalStateException; nothing was sent. Mend the memory, or try again")
                    .hasCause(broken);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure.attempts()).isZero();
        }

        @Test
        void saysThatTheAnswerWasReceivedButNotRemembered() {
            Conversation conversation = with(new FakeMemory(broken, List.of()));

            var failure =
                    catchThrowableOfType(OpenAiResponseException.class, () -> conversation.append(NEXT, ANSWERED));

            assertThat(failure)
                    .hasMessage("the answer was received but not remembered: memory " + FakeMemory.class.getName()
                            + " failed with IllegalStateException; fix the memory. A new attempt asks for a new"
                            + " answer and pays for it")
                    .hasCause(broken);
            assertThat(failure.details()).isEqualTo(ANSWERED);
            assertThat(failure.isRetryable()).isFalse();
        }

        @Test
        void takesNullForAFailure() {
            assertThatThrownBy(() -> with(new FakeMemory(null, null)).history(NEXT))
                    .isInstanceOf(OpenAiTransportException.class)
                    .hasMessage("the conversation could not be read: memory " + FakeMemory.class.getName()
                            + " gave null; nothing was sent. Mend the memory, or try again");
            assertThatThrownBy(() -> with(new FakeMemory(null, Arrays.asList((ChatMessage) null)))
                            .history(NEXT))
                    .isInstanceOf(OpenAiTransportException.class)
                    .hasMessageContaining(" gave null as a message; nothing was sent");
        }
    }

    /** Fails, or gives what it was told. */
    private record FakeMemory(RuntimeException failure, List<ChatMessage> messages) implements ChatMemory {

        @Override
        public List<ChatMessage> load(String conversationId) {
            fail();
            return messages;
        }

        @Override
        public void append(String conversationId, List<ChatMessage> turn) {
            fail();
        }

        private void fail() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
