// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.test.Reply;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The prompt in header {@code CamelOpenAIUserMessage} or in the option, beside each kind of body. */
class UserMessageTest extends Scenario {

    private static final Map<String, Object> ASKS = Map.of("CamelOpenAIUserMessage", "Summarise this");
    private static final byte[] PNG = {
        (byte) 0x89,
        'P',
        'N',
        'G',
        '\r',
        '\n',
        0x1a,
        '\n',
        0,
        0,
        0,
        13,
        'I',
        'H',
        'D',
        'R',
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        1,
        8,
        6,
        0,
        0,
        0
    };

    private JsonNode lastMessages() {
        return openAi.requests().get(openAi.requests().size() - 1).json().path("messages");
    }

    static Stream<Arguments> texts(@TempDir Path folder) throws Exception {
        File file = Files.writeString(folder.resolve("a.txt"), "a secret text").toFile();
        byte[] bytes = "a secret text".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                Arguments.of("text", "a secret text"),
                Arguments.of("builder", new StringBuilder("a secret text")),
                Arguments.of("number", 12),
                Arguments.of("bytes", bytes),
                Arguments.of("stream", new ByteArrayInputStream(bytes)),
                Arguments.of("file", file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void theHeaderWinsOverATextWhichIsSaidOnceForAnEndpoint(String kind, Object body) throws Exception {
        try (CapturedLog log = CapturedLog.from(Level.WARN)) {
            Exchange exchange = call("openai:chat", body, ASKS);
            bodyOf(exchange);
            bodyOf(call("openai:chat", "another", ASKS));

            assertThat(openAi.requests()).hasSize(2).allSatisfy(request -> assertThat(
                            request.json().path("messages"))
                    .hasToString("[{\"role\":\"user\",\"content\":\"Summarise this\"}]"));
            assertThat(log.events()).hasSize(1);
            assertThat(log.text())
                    .contains("header CamelOpenAIUserMessage is the prompt, and the body, a "
                            + (kind.equals("stream") ? kind : body.getClass().getName()) + ", is not sent")
                    .contains("put both into a List")
                    .doesNotContain("secret")
                    .doesNotContain("Summarise");
        }
    }

    @Test
    void anotherEndpointSaysItAgain() {
        try (CapturedLog log = CapturedLog.from(Level.WARN)) {
            bodyOf(call("openai:chat", "a", ASKS));
            bodyOf(call("openai:chat?seed=1", "a", ASKS));

            assertThat(log.events()).hasSize(2);
        }
    }

    @Test
    void theHeaderIsGoneAfterwardsAndARedeliveryFindsBodyAndHeader() {
        openAi.next(Reply.status(400));
        byte[] bytes = "text".getBytes(StandardCharsets.UTF_8);

        Exchange failed = call("openai:chat", new ByteArrayInputStream(bytes), ASKS);
        Exchange done = call("openai:chat", "text", ASKS);

        failureOf(failed, OpenAiRequestException.class);
        assertThat(failed.getMessage().getHeaders()).containsEntry("CamelOpenAIUserMessage", "Summarise this");
        assertThat(done.getMessage().getHeaders()).doesNotContainKey("CamelOpenAIUserMessage");
    }

    static Stream<Arguments> empties() {
        return Stream.of(
                Arguments.of("null", null),
                Arguments.of("empty text", ""),
                Arguments.of("blank text", " \n"),
                Arguments.of("JSON null", JsonNodeFactory.instance.nullNode()),
                Arguments.of("no bytes", new byte[0]),
                Arguments.of("empty stream", new ByteArrayInputStream(new byte[0])),
                Arguments.of("empty List", List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("empties")
    void headerAndOptionAreThePromptOfAnEmptyBody(String kind, Object body) {
        try (CapturedLog log = CapturedLog.from(Level.INFO)) {
            bodyOf(call("openai:chat", body, ASKS));
            assertThat(lastMessages()).hasToString("[{\"role\":\"user\",\"content\":\"Summarise this\"}]");
            if (body instanceof ByteArrayInputStream stream) {
                stream.reset();
            }
            bodyOf(call("openai:chat?userMessage=Tell a joke", body));
            assertThat(lastMessages()).hasToString("[{\"role\":\"user\",\"content\":\"Tell a joke\"}]");

            assertThat(log.text()).doesNotContain("prompt");
        }
    }

    @Test
    void besideAPictureBothAreSent() {
        try (CapturedLog log = CapturedLog.from(Level.WARN)) {
            bodyOf(call("openai:chat", PNG, ASKS));

            assertThat(lastMessages().at("/0/content/0/text").asText()).isEqualTo("Summarise this");
            assertThat(lastMessages().at("/0/content/1/type").asText()).isEqualTo("image_url");
            assertThat(log.events()).isEmpty();
        }
    }

    @Test
    void besideAListOfPartsBothAreSent() {
        bodyOf(call("openai:chat", List.of("a text", PNG), ASKS));

        assertThat(lastMessages()).hasSize(1);
        assertThat(lastMessages().at("/0/content/0/text").asText()).isEqualTo("Summarise this");
        assertThat(lastMessages().at("/0/content/1/text").asText()).isEqualTo("a text");
        assertThat(lastMessages().at("/0/content/2/type").asText()).isEqualTo("image_url");
    }

    @Test
    void afterAConversationTheHeaderIsTheNextMessage() {
        List<ChatMessage> messages = List.of(ChatMessage.user("a"), ChatMessage.assistant("b"));
        String expected = "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},"
                + "{\"role\":\"user\",\"content\":\"Summarise this\"}]";

        try (CapturedLog log = CapturedLog.from(Level.WARN)) {
            bodyOf(call("openai:chat", messages, ASKS));
            assertThat(lastMessages()).hasToString(expected);
            bodyOf(call("openai:chat", new ChatRequest(null, messages, Map.of()), ASKS));
            assertThat(lastMessages()).hasToString(expected);
            assertThat(log.events()).isEmpty();
        }
    }

    @Test
    void theOptionSaysNothingBesideAConversation() {
        List<ChatMessage> messages = List.of(ChatMessage.user("a"));

        bodyOf(call("openai:chat?userMessage=Tell a joke", messages));
        assertThat(lastMessages()).hasToString("[{\"role\":\"user\",\"content\":\"a\"}]");
        bodyOf(call("openai:chat?userMessage=Tell a joke", new ChatRequest(null, messages, Map.of())));
        assertThat(lastMessages()).hasToString("[{\"role\":\"user\",\"content\":\"a\"}]");
    }

    @Test
    void headerAndOptionFillARequestWithoutMessages() {
        Map<String, Object> request = new LinkedHashMap<>(Map.of("seed", 7));

        bodyOf(call("openai:chat", request, ASKS));
        assertThat(lastMessages()).hasToString("[{\"role\":\"user\",\"content\":\"Summarise this\"}]");
        bodyOf(call("openai:chat?userMessage=Tell a joke", request));
        assertThat(lastMessages()).hasToString("[{\"role\":\"user\",\"content\":\"Tell a joke\"}]");
    }

    @Test
    void resultsOfToolsGoOnWithTheHeaderBehindThem() {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(ChatMessage.user("a"));
        messages.add(ChatMessage.assistant(List.of(new ToolCall("call_1", "t", "{}"))));
        messages.add(ChatMessage.tool("call_1", "42"));

        bodyOf(call("openai:chat", messages, ASKS));

        assertThat(lastMessages()).hasSize(4);
        assertThat(lastMessages().get(3).path("content").asText()).isEqualTo("Summarise this");
    }

    @Test
    void theOptionDoesNotReplaceATextWhichIsSaidOnce() {
        try (CapturedLog log = CapturedLog.from(Level.INFO)) {
            bodyOf(call("openai:chat?userMessage=Tell a joke", "Hello"));
            bodyOf(call("openai:chat?userMessage=Tell a joke", "Hello"));

            assertThat(openAi.requests()).allSatisfy(request -> assertThat(
                            request.json().at("/messages/0/content").asText())
                    .isEqualTo("Hello"));
            assertThat(log.events().stream()
                            .filter(event -> event.getFormattedMessage().contains("userMessage")))
                    .hasSize(1);
            assertThat(log.text()).doesNotContain("Hello").doesNotContain("joke");
        }
    }

    @Test
    void aStreamThatIsThePromptStaysATextForTheRoute() {
        openAi.next(Reply.status(400));

        Exchange exchange = call(
                "openai:chat?userMessage=Tell a joke",
                new ByteArrayInputStream("Hello".getBytes(StandardCharsets.UTF_8)));

        failureOf(exchange, OpenAiRequestException.class);
        assertThat(exchange.getMessage().getBody()).isEqualTo("Hello");
    }

    @Test
    void aBlankHeaderSaysNothing() {
        bodyOf(call("openai:chat", "Hello", Map.of("CamelOpenAIUserMessage", " ")));
        assertThat(lastMessages()).hasToString("[{\"role\":\"user\",\"content\":\"Hello\"}]");

        failureOf(call("openai:chat", "", Map.of("CamelOpenAIUserMessage", "")), OpenAiRequestException.class);
    }
}
