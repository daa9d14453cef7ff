// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.test.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a chat step takes as a body, and what the server is sent for it. */
class ChatBodiesTest extends Scenario {

    private static final byte[] BYTES = "Grüß Gott".getBytes(StandardCharsets.UTF_8);

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("String", "Grüß Gott", "Grüß Gott"),
                Arguments.of("StringBuilder", new StringBuilder("Grüß Gott"), "Grüß Gott"),
                Arguments.of("Integer", 42, "42"),
                Arguments.of("Boolean", true, "true"),
                Arguments.of("Reader", new StringReader("Grüß Gott"), "Grüß Gott"),
                Arguments.of("byte[]", BYTES, "Grüß Gott"),
                Arguments.of("InputStream", new ByteArrayInputStream(BYTES), "Grüß Gott"),
                Arguments.of("StreamCache", new InputStreamCache(BYTES), "Grüß Gott"),
                Arguments.of("object with toString", new Order(7), "order 7"));
    }

    private record Order(int number) {
        @Override
        public String toString() {
            return "order " + number;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void whatConvertsToTextIsTheUserMessage(String label, Object body, String text) {
        Exchange exchange = call("openai:chat", body);

        assertThat(bodyOf(exchange)).isEqualTo("You said: " + text);
        assertThat(sent().path("messages")).isEqualTo(json("[{'role':'user','content':'" + text + "'}]"));
    }

    @Test
    void aFileOfTextIsReadAsTheUserMessage(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("question.txt"), "Grüß Gott");

        assertThat(bodyOf(call("openai:chat", file))).isEqualTo("You said: Grüß Gott");
        assertThat(bodyOf(call("openai:chat", file.toFile()))).isEqualTo("You said: Grüß Gott");
    }

    @Test
    void aConsumedFileIsReadAsTheUserMessage(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("question.txt"), "Grüß Gott");
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder + "?noop=true&initialDelay=0")
                        .process(e -> assertThat(e.getMessage().getBody()).isInstanceOf(WrappedFile.class))
                        .to("openai:chat")
                        .to("seda:answers");
            }
        });

        String answer = camel.createConsumerTemplate().receiveBody("seda:answers", PATIENCE.toMillis(), String.class);

        assertThat(answer).isEqualTo("You said: Grüß Gott");
    }

    @Test
    void aBareStreamCanBeSentAgainAfterAFailure() {
        openAi.next(Reply.status(400));
        Exchange exchange = call("openai:chat", new ByteArrayInputStream(BYTES));
        assertThat(exchange.getException()).isNotNull();

        exchange.setException(null);
        Exchange again = template.send("openai:chat", exchange);

        assertThat(bodyOf(again)).isEqualTo("You said: Grüß Gott");
    }

    @Test
    void aListOfMapsIsTheConversation() {
        List<Map<String, Object>> conversation = List.of(
                Map.of("role", "system", "content", "Be brief."),
                Map.of("role", "user", "content", List.of(Map.of("type", "text", "text", "Hello"))));

        assertThat(bodyOf(call("openai:chat", conversation))).isEqualTo("You said: Hello");
        assertThat(sent().path("messages")).isEqualTo(json("""
                [{'role':'system','content':'Be brief.'},
                 {'role':'user','content':[{'type':'text','text':'Hello'}]}]"""));
    }

    @Test
    void aListOfMessagesIsTheConversation() {
        List<ChatMessage> conversation = List.of(
                ChatMessage.system("Be brief."),
                ChatMessage.user("Hello"),
                ChatMessage.assistant("Hi"),
                ChatMessage.user("And now?"));

        assertThat(bodyOf(call("openai:chat", conversation))).isEqualTo("You said: And now?");
        assertThat(sent().path("messages").findValuesAsText("role"))
                .containsExactly("system", "user", "assistant", "user");
        assertThat(sent().path("messages").get(1)).isEqualTo(json("{'role':'user','content':'Hello'}"));
    }

    @Test
    void aMapIsTheWholeRequest() {
        Map<String, Object> request = Map.of(
                "model",
                "gpt-4o-mini",
                "messages",
                List.of(Map.of("role", "user", "content", "Hello")),
                "temperature",
                0.25,
                "metadata",
                Map.of("ticket", "7"));

        assertThat(bodyOf(call("openai:chat?model=gpt-4o&temperature=1&seed=5", request)))
                .isEqualTo("You said: Hello");
        assertThat(sent()).isEqualTo(json("""
                {'model':'gpt-4o-mini','messages':[{'role':'user','content':'Hello'}],'temperature':0.25,
                 'metadata':{'ticket':'7'},'seed':5}"""));
    }

    @Test
    void aJsonTreeIsTheWholeRequestAndStaysAsItWas() {
        JsonNode request = json("{'messages':[{'role':'user','content':'Hello'}],'top_p':0.5}");
        JsonNode before = request.deepCopy();

        assertThat(bodyOf(call("openai:chat?model=gpt-4o&topP=1&maxTokens=9&systemMessage=Be brief.", request)))
                .isEqualTo("You said: Hello");
        assertThat(request).isEqualTo(before);
        assertThat(sent()).isEqualTo(json("""
                {'model':'gpt-4o','top_p':0.5,'max_tokens':9,'messages':
                 [{'role':'system','content':'Be brief.'},{'role':'user','content':'Hello'}]}"""));
    }

    @Test
    void aJsonArrayIsTheConversation() {
        assertThat(bodyOf(call("openai:chat", json("[{'role':'user','content':'Hello'}]"))))
                .isEqualTo("You said: Hello");
    }

    @Test
    void optionsFillWhatAChatRequestLacks() {
        ChatRequest request = ChatRequest.of(ChatMessage.user("Hello")).with("temperature", 0.5);

        assertThat(bodyOf(call("openai:chat?model=gpt-4o&temperature=1&maxTokens=20", request)))
                .isEqualTo("You said: Hello");
        assertThat(sent()).isEqualTo(json("""
                {'model':'gpt-4o','messages':[{'role':'user','content':'Hello'}],'temperature':0.5,'max_tokens':20}"""));
    }

    @Test
    void aBodyThatNamesTheNewerLimitWinsOverMaxTokens() {
        ChatRequest request = ChatRequest.of(ChatMessage.user("Hello")).with("max_completion_tokens", 50);

        bodyOf(call("openai:chat?model=gpt-4o&maxTokens=20", request));

        assertThat(sent().path("max_completion_tokens").asInt()).isEqualTo(50);
        assertThat(sent().has("max_tokens")).isFalse();
    }

    @Test
    void instructionsComeFirst() {
        bodyOf(call("openai:chat?systemMessage=Be brief.&developerMessage=Speak Latin.", "Hello"));

        assertThat(sent().path("messages")).isEqualTo(json("""
                [{'role':'system','content':'Be brief.'},{'role':'developer','content':'Speak Latin.'},
                 {'role':'user','content':'Hello'}]"""));
    }

    @Test
    void aSystemMessageOfTheBodyWinsOverTheOption() {
        bodyOf(call(
                "openai:chat?systemMessage=Be brief.",
                List.of(ChatMessage.system("Sing."), ChatMessage.user("Hello"))));

        assertThat(sent().path("messages").findValuesAsText("content")).containsExactly("Sing.", "Hello");
    }

    @Test
    void anEmptyBodyIsReplacedByTheUserMessage() {
        assertThat(bodyOf(call("openai:chat?userMessage=Tell a joke", null))).isEqualTo("You said: Tell a joke");
        assertThat(bodyOf(call("openai:chat?userMessage=Tell a joke", " \n"))).isEqualTo("You said: Tell a joke");
        assertThat(bodyOf(call("openai:chat?userMessage=Tell a joke", "Hello"))).isEqualTo("You said: Hello");
    }

    @Test
    void aConversationWithToolCallsGoesBackAsTheApiWroteIt() {
        var call = new ToolCall("call_1", "weather", "[1]");

        bodyOf(call(
                "openai:chat",
                List.of(
                        ChatMessage.user("Weather in Rome?"),
                        ChatMessage.assistant(List.of(call)),
                        ChatMessage.tool("call_1", "sunny"))));

        assertThat(sent().path("messages").get(1)).isEqualTo(json("""
                {'role':'assistant','tool_calls':[{'id':'call_1','type':'function',
                 'function':{'name':'weather','arguments':'[1]'}}]}"""));
        assertThat(sent().path("messages").get(2))
                .isEqualTo(json("{'role':'tool','content':'sunny','tool_call_id':'call_1'}"));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
