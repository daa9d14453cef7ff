// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.body.MediaType;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Source;
import io.github.camelopenai.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Marks in a tree, and the media that take their places. */
class MediaAttachmentsTest {

    private final MediaAttachments media = new MediaAttachments();

    private String mark(MediaType type, long size) {
        return media.add(new MediaAttachment(type, size, Source.of(new byte[0])));
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode image(String url, String detail) {
        ObjectNode part = Json.MAPPER.createObjectNode().put("type", "image_url");
        part.putObject("image_url").put("url", url).put("detail", detail);
        return part;
    }

    /** The pieces with the size of each medium in angle brackets. */
    private String pieces(String document) {
        Payload payload = media.payload(document.getBytes(StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder();
        ((Payload.JsonWithMedia) payload)
                .pieces()
                .forEach(piece -> text.append(
                        piece instanceof Payload.Plain plain
                                ? new String(plain.bytes(), StandardCharsets.UTF_8)
                                : "<" + ((Payload.Base64Piece) piece).size() + ">"));
        return text.toString();
    }

    @Nested
    class ADocument {

        @Test
        void withoutMediaIsSentAsItIs() {
            byte[] document = "{}".getBytes(StandardCharsets.UTF_8);

            assertThat(media.isEmpty()).isTrue();
            assertThat(media.payload(document)).isEqualTo(new Payload.Json(document));
        }

        @Test
        void isSplitAtTheMarks() {
            String one = mark(MediaType.PNG, 10);
            String two = mark(MediaType.PDF, 20);

            assertThat(pieces("{\"ä\":\"" + one + "\",\"b\":\"data:x," + two + "\"}"))
                    .isEqualTo("{\"ä\":\"<10>\",\"b\":\"data:x,<20>\"}");
        }

        @Test
        void mayHaveThemInAnyOrderAndNumber() {
            String one = mark(MediaType.PNG, 10);
            String two = mark(MediaType.PNG, 20);

            assertThat(pieces(two + one + two)).isEqualTo("<20><10><20>");
            assertThat(pieces("cut from the window")).isEqualTo("cut from the window");
        }

        @Test
        void growsFromRoundToRound() {
            ArrayNode messages = Json.MAPPER.createArrayNode();
            messages.addObject().put("role", "user").put("content", mark(MediaType.PNG, 10));
            String first = pieces(new String(Json.bytes(messages), StandardCharsets.UTF_8));

            messages.addObject().put("role", "tool").put("content", "done");

            assertThat(first).isEqualTo("[{\"role\":\"user\",\"content\":\"<10>\"}]");
            assertThat(pieces(new String(Json.bytes(messages), StandardCharsets.UTF_8)))
                    .isEqualTo("[{\"role\":\"user\",\"content\":\"<10>\"},{\"role\":\"tool\",\"content\":\"done\"}]");
        }

        @Test
        void hasAMarkThatNobodyElseCanHaveWritten() {
            String foreign = new MediaAttachments().add(new MediaAttachment(MediaType.PNG, 1, Source.of(new byte[1])));
            mark(MediaType.PNG, 10);

            assertThat(pieces(foreign)).isEqualTo(foreign);
        }
    }

    @Nested
    class ThePrompt {

        private long tokens(JsonNode... parts) {
            ObjectNode request = Json.MAPPER.createObjectNode();
            ArrayNode content =
                    request.putArray("messages").addObject().put("role", "user").putArray("content");
            content.addAll(List.of(parts));
            return media.promptTokens(request, Json.bytes(request));
        }

        @Test
        void ofATextAloneIsAFourthOfItsBytes() {
            byte[] document = new byte[401];

            assertThat(media.promptTokens(Json.MAPPER.createObjectNode(), document))
                    .isEqualTo(100);
        }

        @Test
        void hasAThousandTokensForAPictureAndFewForOneOfLowDetail() {
            String url = "data:image/png;base64," + mark(MediaType.PNG, 20_000_000);

            assertThat(tokens(image(url, "high"))).isBetween(1_000L, 1_030L);
            assertThat(tokens(image(url, "low"))).isBetween(85L, 115L);
            assertThat(tokens(image("https://server/cat.png", "high"))).isBetween(1_000L, 1_035L);
        }

        @Test
        void doesNotCountTheBase64ThatABodyBrings() {
            assertThat(tokens(image("data:image/png;base64," + "A".repeat(1_000_000), "high")))
                    .isBetween(1_000L, 1_030L);
        }

        @ParameterizedTest(name = "{1} bytes of {0} are {2}")
        @CsvSource({"MP3, 1600000, 1000", "WAV, 4800000, 1000"})
        void hasTenTokensForASecondOfSound(MediaType type, long size, long expected) {
            JsonNode part = json("{'type':'input_audio','input_audio':{'data':'" + mark(type, size) + "','format':'"
                    + type.extension() + "'}}");

            assertThat(tokens(part)).isBetween(expected, expected + 35);
        }

        @ParameterizedTest(name = "{0} bytes of PDF are {1}")
        @CsvSource({"500, 1000", "500000, 5000", "30000000, 20000"})
        void hasAThousandTokensForAPage(long size, long expected) {
            JsonNode part = json("{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,"
                    + mark(MediaType.PDF, size) + "'}}");

            assertThat(tokens(part)).isBetween(expected, expected + 35);
        }
    }

    @Nested
    class AMessageToRemember {

        @Test
        void hasTextsInPlaceOfItsMedia() {
            JsonNode message = json("""
                    {'role':'user','content':[
                     {'type':'text','text':'What is this?'},
                     {'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}},
                     {'type':'image_url','image_url':{'url':'https://server/cat.png?signature=x'}},
                     {'type':'input_audio','input_audio':{'data':'AAAA','format':'wav'}},
                     {'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,AAAA'}},
                     {'type':'file','file':{'file_id':'file-1'}}]}""");
            JsonNode before = message.deepCopy();

            assertThat(MediaAttachments.withoutMedia(message)).isEqualTo(json("""
                    {'role':'user','content':[
                     {'type':'text','text':'What is this?'},
                     {'type':'text','text':'[image/png left out]'},
                     {'type':'text','text':'[image left out]'},
                     {'type':'text','text':'[audio/wav left out]'},
                     {'type':'text','text':'[application/pdf left out]'},
                     {'type':'text','text':'[file left out]'}]}"""));
            assertThat(message).isEqualTo(before);
        }

        @Test
        void staysAsItIsWithoutMedia() {
            JsonNode text = json("{'role':'user','content':'Hello'}");
            JsonNode calls = json("{'role':'assistant','content':null,'tool_calls':[]}");

            assertThat(MediaAttachments.withoutMedia(text)).isEqualTo(text);
            assertThat(MediaAttachments.withoutMedia(calls)).isEqualTo(calls);
        }
    }
}
