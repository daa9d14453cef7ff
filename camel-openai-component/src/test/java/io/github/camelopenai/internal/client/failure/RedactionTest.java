// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not get from a server's words into a log. */
class RedactionTest {

    private final Redaction redaction = new Redaction("my-own-secret-key");

    private static Payload chat(String prompt) {
        try {
            return new Payload.Json(new ObjectMapper()
                    .writeValueAsBytes(
                            Map.of("model", "gpt-4o", "messages", List.of(Map.of("role", "user", "content", prompt)))));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class Keys {

        @Test
        void ofOursAreMasked() {
            assertThat(redaction.apply("Incorrect key my-own-secret-key, and again my-own-secret-key!", null))
                    .isEqualTo("Incorrect key (key), and again (key)!");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "sk-1234567890",
                    "sk-proj-abc_DEF-123",
                    "sk-***********wxyz",
                    "pk-aaaa1111",
                    "gsk-12345",
                    "xai-98765"
                })
        void ofOthersAreMasked(String key) {
            assertThat(redaction.apply("Incorrect API key provided: " + key + ". You can find", null))
                    .isEqualTo("Incorrect API key provided: (key). You can find");
        }

        @Test
        void areMaskedWhereTheTextIsCut() {
            String text = "x".repeat(590) + " my-own-secret-key and more";

            assertThat(redaction.apply(text, null)).doesNotContain("my-own");
        }

        @Test
        void areNotSoughtWithoutAKey() {
            assertThat(new Redaction(null).apply("no key", null)).isEqualTo("no key");
            assertThat(new Redaction("").apply("no key", null)).isEqualTo("no key");
        }
    }

    @Nested
    class ContentOfTheRequest {

        private static final String PROMPT = "Write to Mrs Miller of Elm Street 5 that her loan is refused";

        @Test
        void isMaskedWhereItIsLong() {
            String text = redaction.apply("Invalid value: '" + PROMPT + "' is too rude", chat(PROMPT));

            assertThat(text).isEqualTo("Invalid value: '(part of the request)' is too rude");
        }

        @Test
        void isMaskedInEachPlace() {
            String text = redaction.apply(PROMPT + " -- " + PROMPT, chat(PROMPT));

            assertThat(text).isEqualTo("(part of the request) -- (part of the request)");
        }

        @Test
        void isMaskedWhereTheServerShowsAPartOfIt() {
            String text = redaction.apply("near '" + PROMPT.substring(6, 48) + "...'", chat(PROMPT));

            assertThat(text).isEqualTo("near '(part of the request)...'");
        }

        @Test
        void isMaskedThoughItHasLinesAndQuotes() {
            String letter = "Dear \"Miss\" Miller,\n\tyour \"loan\" is\nrefused. \"Sorry\"\\.\nYours";

            String text = redaction.apply("Invalid content: " + letter, chat(letter));

            assertThat(text).isEqualTo("Invalid content: (part of the request)");
        }

        @Test
        void isMaskedWhereTheTextIsCut() {
            String text = redaction.apply("x".repeat(560) + PROMPT, chat(PROMPT));

            assertThat(text).isEqualTo("x".repeat(560) + "(part of the request)…");
        }

        @Test
        void isKeptWhereItIsTheNameOfSomething() {
            String message = "The model gpt-4o does not exist or you have no access to it";

            assertThat(redaction.apply(message, chat(PROMPT))).isEqualTo(message);
        }

        @Test
        void isMaskedOnBothSidesOfAMedium() {
            Payload message = new Payload.JsonWithMedia(List.of(
                    new Payload.Plain(("{\"text\":\"" + PROMPT).getBytes(StandardCharsets.UTF_8)),
                    new Payload.Base64Piece(3, Source.of(new byte[3])),
                    new Payload.Plain("\"}".getBytes(StandardCharsets.UTF_8))));

            assertThat(redaction.apply("bad prompt: " + PROMPT, message))
                    .isEqualTo("bad prompt: (part of the request)");
        }

        @Test
        void isMaskedWhereItIsAPieceOfAMedium() {
            Payload message = new Payload.JsonWithMedia(List.of(new Payload.Base64Piece(3, Source.of(new byte[3]))));
            String quoted = "data:image/png;base64," + "iVBORw0KGgo/+".repeat(5) + "==";

            assertThat(redaction.apply("cannot read '" + quoted + "' of gpt-4o", message))
                    .isEqualTo("cannot read '(part of the request)' of gpt-4o");
        }

        @Test
        void isMaskedInTheFieldsOfAForm() {
            Payload form = new Payload.Form(List.of(
                    new Payload.Field("model", "whisper-1"),
                    new Payload.Field("prompt", PROMPT),
                    new Payload.Upload("file", "a.mp3", "audio/mpeg", -1, sink -> {})));

            assertThat(redaction.apply("bad prompt: " + PROMPT, form)).isEqualTo("bad prompt: (part of the request)");
        }
    }

    @Nested
    class Form {

        @Test
        void isOneLine() {
            assertThat(redaction.apply("  one\n  two\tthree ", null)).isEqualTo("one two three");
        }

        @Test
        void isNotTooLong() {
            assertThat(redaction.apply("x".repeat(5_000), null)).isEqualTo("x".repeat(600) + "…");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "  ", "\n"})
        void saysThatThereIsNoMessage(String text) {
            assertThat(redaction.apply(text, null)).isEqualTo("(no message)");
            assertThat(redaction.apply(null, null)).isEqualTo("(no message)");
        }

        @Test
        void survivesARequestThatIsNoText() {
            byte[] bytes = "\u00ff".getBytes(StandardCharsets.ISO_8859_1);

            assertThat(redaction.apply("x".repeat(100), new Payload.Json(bytes)))
                    .isEqualTo("x".repeat(100));
        }
    }
}
