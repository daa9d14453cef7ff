// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.model.JsonMap;
import io.github.camelopenai.test.Reply;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.TypeConverter;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Half a character within JSON that a model has written: it becomes the sign of replacement, in objects as in texts. */
class HalfCharactersInDocumentsTest extends Scenario {

    /** What the model is to find. */
    public record Found(String a) {}

    private static final String ANY_OBJECT = "{\"type\":\"object\"}";
    private static final String HALF = "{\"a\":\"x\\ud83d y\"}";
    private static final String WHOLE = "{\"a\":\"x\uFFFD y\"}";

    @TempDir
    Path folder;

    private void areBytesOf(Object body, String json) throws Exception {
        TypeConverter convert = camel.getTypeConverter();
        assertThat(convert.mandatoryConvertTo(String.class, body)).isEqualTo(json);
        assertThat(new String(convert.mandatoryConvertTo(byte[].class, body), StandardCharsets.UTF_8))
                .isEqualTo(json);
        assertThat(convert.mandatoryConvertTo(InputStream.class, body)).hasContent(json);
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "x\\ud83d y,         x\uFFFD y",
        "x\\uDE00y,          x\uFFFDy",
        "\\ud83d\\ud83d\\ude00, \uFFFD😀",
        "\\ud83d\\ude00,     😀"
    })
    void theMapOfASchemaHasWholeCharacters(String written, String expected) throws Exception {
        openAi.next(Reply.text("{\"a\":\"" + written + "\",\"" + written + "\":[1]}"));

        Object body = bodyOf(call("openai:chat", "hi", Map.of("CamelOpenAIJsonSchema", ANY_OBJECT)));

        assertThat(body).isEqualTo(Map.of("a", expected, expected, List.of(1)));
        areBytesOf(body, "{\"a\":\"" + expected + "\",\"" + expected + "\":[1]}");
    }

    @Test
    void anInstanceHasWholeCharacters() throws Exception {
        openAi.next(Reply.text(HALF));

        Object body = bodyOf(call("openai:chat", "hi", Map.of("CamelOpenAIOutputClass", Found.class)));

        assertThat(body).isEqualTo(new Found("x\uFFFD y"));
        areBytesOf(body, WHOLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"responseFormat=json_object", "answerAs=json&jsonSchema=RAW({\"type\":\"object\"})"})
    void aDocumentHasNoEscapeOfAHalf(String options) {
        openAi.next(Reply.text("{\"a\":\"x\\ud83d y\",\"b\":\"\\\\ud83d \\ud83d\\ude00\"}"));

        Object body = bodyOf(call("openai:chat?" + options, "JSON, please"));

        assertThat(body).isEqualTo("{\"a\":\"x\\uFFFD y\",\"b\":\"\\\\ud83d \\ud83d\\ude00\"}");
    }

    @Test
    void aPlainTextIsLeftAsItIs() {
        openAi.next(Reply.text(HALF));

        assertThat(bodyOf(call("openai:chat", "hi"))).isEqualTo(HALF);
    }

    @Test
    void aFileHasNoQuestionMark() throws Exception {
        openAi.next(Reply.text(HALF));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:file")
                        .to("openai:chat?jsonSchema=RAW(" + ANY_OBJECT + ")")
                        .to("file:" + folder + "?fileName=answer.json");
            }
        });

        bodyOf(call("direct:file", "hi"));

        assertThat(folder.resolve("answer.json")).hasContent(WHOLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&argumentClass=io.github.camelopenai.scenario.HalfCharactersInDocumentsTest$Found"})
    void aToolGetsWholeCharacters(String form) throws Exception {
        List<Object> seen = new ArrayList<>();
        openAi.next(Reply.json("""
                {"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","tool_calls":[
                {"id":"c1","type":"function","function":{"name":"note","arguments":"{\\"a\\":\\"x\\\\ud83d y\\"}"}}]}}]}
                """));
        openAi.next(Reply.text("ok"));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=note&description=Notes" + (form.isEmpty() ? "&parameter.a=string" : form))
                        .process(exchange -> seen.add(exchange.getMessage().getBody()))
                        .setBody(constant("done"));
            }
        });

        bodyOf(call("openai:chat?tools=note", "hi"));

        assertThat(seen).singleElement().isIn(Map.of("a", "x\uFFFD y"), new Found("x\uFFFD y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text", "verbose_json"})
    void aTranscriptHasWholeCharacters(String format) throws Exception {
        openAi.next(Reply.json(HALF.replace("\"a\"", "\"text\"")));

        Object body = bodyOf(call(
                "openai:transcribe?model=whisper-1&fileName=a.mp3&responseFormat=" + format,
                new byte[] {'I', 'D', '3'}));

        assertThat(body instanceof Map<?, ?> map ? map.get("text") : body).isEqualTo("x\uFFFD y");
    }

    @Test
    void valuesOfTheRouteItselfBecomeWholeBytes() throws Exception {
        JsonMap map = new JsonMap();
        map.put("a", "x\ud83d y");

        areBytesOf(map, WHOLE);
    }
}
