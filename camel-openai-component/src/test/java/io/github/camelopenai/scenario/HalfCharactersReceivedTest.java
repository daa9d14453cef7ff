// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.memory.InMemoryChatMemory;
import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatStream;
import io.github.camelopenai.model.StreamResult;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters beyond U+FFFF whose two halves a server sends in two pieces, or one of them only. */
class HalfCharactersReceivedTest extends StreamScenario {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST_HALF = "\\ud83d";
    private static final String SECOND_HALF = "\\ude00";

    private final List<Object> seen = new ArrayList<>();

    private Exchange readAs(String format, Class<?> type) throws Exception {
        return read(
                "&streamFormat=" + format,
                exchange -> seen.add(textOf(exchange.getMessage().getBody(type))));
    }

    private static String textOf(Object body) throws Exception {
        if (body instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (body instanceof InputStream bytes) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (body instanceof Reader reader) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        }
        if (body instanceof Iterator<?> pieces) {
            StringBuilder text = new StringBuilder();
            pieces.forEachRemaining(piece -> text.append(piece instanceof ChatDelta delta ? delta.text() : piece));
            return text.toString();
        }
        return (String) body;
    }

    private List<JsonNode> objects() throws Exception {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : seen.get(0).toString().split("\n")) {
            String json = line.startsWith("data: ") ? line.substring(6) : line;
            if (json.startsWith("{")) {
                objects.add(JSON.readTree(json));
            }
        }
        return objects;
    }

    private String inLines(Function<JsonNode, JsonNode> field) throws Exception {
        return objects().stream().map(json -> field.apply(json).asText("")).collect(Collectors.joining());
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "text, [B",
        "text, java.lang.String",
        "text, java.io.InputStream",
        "text, java.io.Reader",
        "text, java.util.Iterator",
        "event, [B",
        "event, java.lang.String",
        "event, java.io.InputStream",
        "event, java.io.Reader",
        "event, java.util.Iterator"
    })
    void aCharacterWhoseHalvesComeInTwoPiecesIsOne(String format, Class<?> type) throws Exception {
        server.answer("a" + FIRST_HALF, SECOND_HALF + "b");

        Exchange done = readAs(format, type);

        assertThat(done.getException()).isNull();
        assertThat(seen).containsExactly("a😀b");
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "sse, [B", "sse, java.lang.String", "sse, java.io.InputStream",
        "ndjson, [B", "ndjson, java.lang.String", "ndjson, java.io.InputStream"
    })
    void eachEventAndLineHasWholeCharacters(String format, Class<?> type) throws Exception {
        server.answer("a" + FIRST_HALF, SECOND_HALF + "b");

        Exchange done = readAs(format, type);

        assertThat(done.getException()).isNull();
        assertThat(objects()).allSatisfy(json -> assertThat(json.toString().codePoints())
                .noneMatch(HalfCharactersReceivedTest::isHalf));
        assertThat(inLines(json -> format.equals("sse") ? json.at("/choices/0/delta/content") : json.path("text")))
                .isEqualTo("a😀b");
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    @ParameterizedTest
    @CsvSource({"text, false", "text, true", "event, false"})
    void aFileHasTheWholeText(String format, boolean caching, @TempDir Path folder) throws Exception {
        camel.setStreamCaching(caching);
        server.answer("a" + FIRST_HALF, SECOND_HALF + "b");
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:file").to(uri("&streamFormat=" + format)).to("file:" + folder + "?fileName=answer.txt");
            }
        });

        Exchange done = call("direct:file", "hi");

        assertThat(done.getException()).isNull();
        assertThat(folder.resolve("answer.txt")).hasContent("a😀b");
        assertThat(Files.readAllBytes(folder.resolve("answer.txt"))).hasSize(6);
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "x\\ud83d, x\uFFFD",
        "\\ud83dx, \uFFFDx",
        "x\\ude00y, x\uFFFDy",
        "\\ude00\\ud83d, \uFFFD\uFFFD",
        "\\ud83d\\ud83d\\ude00, \uFFFD😀"
    })
    void aHalfWithoutItsOtherHalfIsTheSignOfReplacement(String sent, String expected) throws Exception {
        server.answer(sent);

        readAs("text", byte[].class);

        assertThat(seen).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event", "sse", "ndjson"})
    void aHalfAtTheEndIsNotLost(String format) throws Exception {
        server.answer("cut ", FIRST_HALF);

        Exchange done = readAs(format, String.class);

        assertThat(done.getException()).isNull();
        assertThat(seen.get(0).toString()).contains("\uFFFD").doesNotContain("?");
        assertThat(done.getProperty("CamelOpenAIStreamResult", StreamResult.class))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void thoughtsHaveWholeCharactersToo(String field) throws Exception {
        String event = "{\"choices\":[{\"index\":0,\"delta\":{\"" + field + "\":\"%s\"}}]}";
        server.send(event.formatted("hm" + FIRST_HALF), event.formatted(SECOND_HALF), event.formatted(FIRST_HALF));
        server.answer("ok");

        readAs("ndjson", String.class);

        assertThat(inLines(json -> json.path("reasoning"))).isEqualTo("hm😀\uFFFD");
    }

    @Test
    void thoughtsInTagsHaveWholeCharactersToo() throws Exception {
        server.answer("<think>hm" + FIRST_HALF, SECOND_HALF, "</think>o" + FIRST_HALF, SECOND_HALF + "k");

        readAs("ndjson", String.class);

        assertThat(inLines(json -> json.path("reasoning"))).isEqualTo("hm😀");
        assertThat(inLines(json -> json.path("text"))).isEqualTo("o😀k");
    }

    @ParameterizedTest
    @CsvSource({"ndjson, /tool_calls/0/arguments", "sse, /choices/0/delta/tool_calls/0/function/arguments"})
    void argumentsHaveWholeCharacters(String format, String place) throws Exception {
        server.send(
                        StreamServer.toolCall(0, "call_1", "x", "{\"a\":\"" + FIRST_HALF),
                        StreamServer.toolCall(0, null, null, SECOND_HALF + "\"}" + FIRST_HALF),
                        StreamServer.finish("tool_calls"),
                        "[DONE]")
                .end();

        read(
                "&streamFormat=" + format + "&tools=RAW([{\"type\":\"function\",\"function\":{\"name\":\"x\"}}])",
                exchange -> seen.add(exchange.getMessage().getBody(String.class)));

        assertThat(inLines(json -> json.at(place))).isEqualTo("{\"a\":\"😀\"}\uFFFD");
    }

    @Test
    void aToolGetsWholeCharacters() throws Exception {
        server.send(
                        StreamServer.toolCall(0, "call_1", "note", "{\"text\":\"" + FIRST_HALF),
                        StreamServer.toolCall(0, null, null, SECOND_HALF + "\"}"),
                        StreamServer.finish("tool_calls"),
                        "[DONE]")
                .end();
        server.answer("ok");
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=note&description=Notes&parameter.text=string")
                        .process(exchange -> seen.add(exchange.getMessage().getHeader("text")));
            }
        });

        read("&tools=note", StreamScenario::all);

        assertThat(seen).containsExactly("😀");
    }

    @Test
    void aMemoryGetsWholeCharacters() throws Exception {
        InMemoryChatMemory memory = new InMemoryChatMemory();
        camel.getRegistry().bind("notes", memory);
        server.answer("a" + FIRST_HALF, SECOND_HALF, FIRST_HALF);

        read("&memory=#notes&conversationId=c1", StreamScenario::all);

        assertThat(memory.load("c1")).contains(ChatMessage.assistant("a😀\uFFFD"));
    }

    @Test
    void aServerThatDoesNotStreamIsTheSame() throws Exception {
        server.contentType("application/json")
                .sendRaw("{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"x" + FIRST_HALF
                        + "\"},\"finish_reason\":\"stop\"}]}")
                .end();

        readAs("text", byte[].class);

        assertThat(seen).containsExactly("x\uFFFD");
    }

    @Test
    void aWholeAnswerIsTheSame() throws Exception {
        openAi.next(io.github.camelopenai.test.Reply.json(
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"x" + FIRST_HALF
                        + "\",\"reasoning_content\":\"y" + FIRST_HALF + "\"},\"finish_reason\":\"stop\"}]}"));

        Exchange done = call("openai:chat", "hi");

        assertThat(bodyOf(done)).isEqualTo("x\uFFFD");
        assertThat(done.getMessage().getHeader("CamelOpenAIReasoning")).isEqualTo("y\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(classes = {byte[].class, String.class, InputStream.class, Reader.class})
    void aStreamOfAnyOtherSourceConvertsTheSameWay(Class<?> type) throws Exception {
        Object body = camel.getTypeConverter().mandatoryConvertTo(type, new Pieces("a\ud83d", "\ude00", "\ud83d"));

        assertThat(textOf(body)).isEqualTo("a😀\uFFFD");
    }

    @Test
    void aStreamWithoutTextIsNoBytes() throws Exception {
        byte[] body = camel.getTypeConverter().mandatoryConvertTo(byte[].class, new Pieces());

        assertThat(body).isEmpty();
    }

    /** A stream of somebody else. */
    private static final class Pieces implements ChatStream<String> {
        private final Iterator<String> pieces;

        Pieces(String... pieces) {
            this.pieces = List.of(pieces).iterator();
        }

        @Override
        public boolean hasNext() {
            return pieces.hasNext();
        }

        @Override
        public String next() {
            return pieces.next();
        }

        @Override
        public Optional<StreamResult> result() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
