// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import io.github.camelopenai.test.Endpoint;
import io.github.camelopenai.test.ReceivedPart;
import io.github.camelopenai.test.ReceivedRequest;
import io.github.camelopenai.test.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Half a character, as a text that was cut in the middle of an emoji ends with, reaches no server: none could read it. */
class HalfCharactersSentTest extends Scenario {

    private static final String HALF = "\ud83d";
    private static final String CUT = "a😀" + HALF;
    private static final String SENT = "a😀\uFFFD";
    private static final byte[] MP3 = ("ID3" + "x".repeat(997)).getBytes(StandardCharsets.ISO_8859_1);

    /** The last document; it has no escape of half a character. */
    private JsonNode lastSent() {
        ReceivedRequest last = openAi.requests().get(openAi.requests().size() - 1);
        String document = last.body().orElseThrow();
        assertThat(document.replaceAll("(?i)\\\\+ud83d\\\\+ude00", ""))
                .doesNotContainPattern("(?i)\\\\ud[89a-f][0-9a-f]{2}")
                .doesNotContain("?");
        return last.json();
    }

    static Stream<Arguments> bodies() throws Exception {
        Map<String, Object> message = Map.of("role", "user", "content", CUT);
        return Stream.of(
                Arguments.of("text", CUT),
                Arguments.of("list of maps", List.of(message)),
                Arguments.of("list of messages", List.of(ChatMessage.user(CUT))),
                Arguments.of("map", Map.of("messages", List.of(message))),
                Arguments.of("tree", new ObjectMapper().valueToTree(Map.of("messages", List.of(message)))),
                Arguments.of("request", ChatRequest.of(ChatMessage.user(CUT))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void bodiesOfAChat(String label, Object body) {
        bodyOf(call("openai:chat", body));

        assertThat(lastSent().at("/messages/0/content").asText()).isEqualTo(SENT);
    }

    @Test
    void instructionsAndOptions() {
        bodyOf(call(
                "openai:chat",
                "hi",
                Map.of(
                        "CamelOpenAISystemMessage", CUT,
                        "CamelOpenAIDeveloperMessage", CUT,
                        "CamelOpenAIUser", CUT,
                        "CamelOpenAIStop", List.of(CUT))));

        JsonNode sent = lastSent();
        assertThat(sent.path("messages").findValuesAsText("content")).contains(SENT);
        assertThat(sent.path("user").asText()).isEqualTo(SENT);
        assertThat(sent.path("stop").get(0).asText()).isEqualTo(SENT);
    }

    @Test
    void fieldsThatARouteAddsAndTheirNames() {
        bodyOf(call("openai:chat?additionalBodyProperty.metadata=RAW(\"a😀\\ud83d\")", "hi"));
        assertThat(lastSent().path("metadata").asText()).isEqualTo(SENT);

        bodyOf(call("openai:chat", Map.of("messages", List.of(ChatMessage.user("hi")), "x" + HALF, 1)));
        assertThat(lastSent().has("x\uFFFD")).isTrue();
    }

    @Test
    void aTextThatSpeaksOfEscapesStaysAsItIs() {
        String text = "\\ud83d and \\\\" + CUT + "\\";

        bodyOf(call("openai:chat", text));

        assertThat(openAi.requests().get(0).json().at("/messages/0/content").asText())
                .isEqualTo("\\ud83d and \\\\" + SENT + "\\");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resultsOfTools(boolean asMap) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=look&description=Looks")
                        .process(exchange -> exchange.getMessage().setBody(asMap ? Map.of("text", CUT) : CUT));
            }
        });
        openAi.next(Reply.toolCall("look", "{}"), Reply.ok());

        bodyOf(call("openai:chat?tools=look", "hi"));

        String result = lastSent().at("/messages/2/content").asText();
        assertThat(asMap ? new ObjectMapper().readTree(result).path("text").asText() : result)
                .isEqualTo(SENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image, prompt", "speech, input", "embed, input"})
    void textsOfTheOtherOperations(String row) {
        String[] words = row.split(", ");

        bodyOf(call("openai:" + words[0], CUT));

        JsonNode input = lastSent().path(words[1]);
        assertThat(input.isArray() ? input.get(0).asText() : input.asText()).isEqualTo(SENT);
    }

    @Test
    void manyTextsToEmbed() {
        bodyOf(call("openai:embed", List.of("whole", CUT)));

        assertThat(lastSent().path("input").get(1).asText()).isEqualTo(SENT);
    }

    @Test
    void instructionsOfASpeech() {
        bodyOf(call("openai:speech", "hi", Map.of("CamelOpenAIInstructions", CUT)));

        assertThat(lastSent().path("instructions").asText()).isEqualTo(SENT);
    }

    @Test
    void fieldsAndFileNameOfAnUpload() {
        bodyOf(call("openai:transcribe", MP3, Map.of("CamelOpenAIPrompt", CUT, "CamelFileName", CUT + ".mp3")));

        ReceivedRequest upload = openAi.requests(Endpoint.TRANSCRIPTION).get(0);
        assertThat(upload.part("prompt").flatMap(ReceivedPart::text)).contains(SENT);
        assertThat(upload.part("file").flatMap(ReceivedPart::fileName)).contains(SENT + ".mp3");
    }

    @Test
    void aPromptBesideAFile() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};

        call("openai:chat", png, Map.of("CamelOpenAIUserMessage", CUT));

        String document = openAi.requests().get(0).body().orElseThrow();
        assertThat(document).doesNotContain("\\uD83D\"").contains("\\uFFFD");
    }
}
