// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.chat.form.JsonAnswer;
import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.json.WholeCharacters;
import io.github.camelopenai.internal.operation.UnexpectedAnswer;
import io.github.camelopenai.internal.retry.RetryAfter;
import io.github.camelopenai.internal.setup.NameSuggestions;
import io.github.camelopenai.internal.sse.SseParser;
import io.github.camelopenai.model.ChatDelta.ToolCallDelta;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A megabyte, a character at a time: whoever joins or searches the whole of it for each piece needs hours. The limit of time is
 * hundreds of times what the work takes.
 */
@Timeout(60)
class TinyPiecesTest {

    private static final int MEGABYTE = 1_000_000;

    private static final ReplyHead HEAD = new ReplyHead() {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public String header(String name) {
            return null;
        }
    };

    private static String much(String unit) {
        return unit.repeat(MEGABYTE / unit.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\n", "\r", "data:\n", ":\n", "data: x\r\n", "event: x\n", "data", ": "})
    void ofEvents(String unit) {
        byte[] bytes = ("data: " + much(unit) + "\n\n").getBytes(StandardCharsets.UTF_8);
        SseParser parser = new SseParser(2 * MEGABYTE);

        int events = 0;
        for (int at = 0; at < bytes.length; at++) {
            parser.feed(bytes, at, 1);
            events += parser.next() ? 1 : 0;
        }

        assertThat(events).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "x", "<", "</think", " x", "\n", "\uD83D\uDE00"})
    void ofThoughts(String unit) {
        for (String begin : List.of("", "<think>", "<think> x")) {
            String text = begin + much(unit);
            ThinkTags tags = new ThinkTags();
            WholeCharacters characters = new WholeCharacters();
            int length = 0;
            for (int at = 0; at < text.length(); at++) {
                ThinkTags.Part part = tags.feed(characters.feed(text.substring(at, at + 1)));
                length += part.reasoning().length() + part.answer().length();
            }
            ThinkTags.Part end = tags.end();

            assertThat(length + end.reasoning().length() + end.answer().length())
                    .isBetween(0, text.length());
        }
    }

    @Test
    void ofArguments() {
        StreamedCalls calls = new StreamedCalls();
        for (int at = 0; at < MEGABYTE; at++) {
            calls.add(List.of(new ToolCallDelta(0, at == 0 ? "id" : null, at == 0 ? "name" : null, "x")), HEAD);
        }

        assertThat(calls.whole())
                .singleElement()
                .extracting(call -> call.arguments().length())
                .isEqualTo(MEGABYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", "`", "```", "```\n", "x", "\t\n", "\\u", "\\ud800"})
    void ofAFencedAnswer(String unit) {
        for (String end : List.of("", "```", "\n```", "x")) {
            assertThat(JsonAnswer.withoutFence("```json" + much(unit) + end)).isNotNull();
            assertThat(JsonAnswer.withoutFence("```json\n" + much(unit) + end)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "1", "1.", " ", "1 s", "try again in 1", "retry after "})
    void ofAWait(String unit) {
        for (String begin : List.of("", "try again in ", "try again in 1")) {
            String text = begin + much(unit);

            assertThat(RetryAfter.inText(text)).isNotNull();
            assertThat(RetryAfter.goDuration(text)).isNotNull();
            assertThat(RetryAfter.parse(name -> text, java.time.Instant.EPOCH)).isNotNull();
        }
        assertThat(RetryAfter.inText("try again in 1m2.5s."))
                .isEqualTo(Optional.of(java.time.Duration.ofMillis(62_500)));
    }

    @Test
    void ofAHeadersName() {
        assertThat(NameSuggestions.to("CamelOpenAI" + much("Temperature"), List.of("CamelOpenAITemperature", "x"), 1))
                .containsExactly("CamelOpenAITemperature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- -->", "<!--", " ", "<", "<!doctype ", "<html", "-->"})
    void ofAForeignAnswer(String unit) {
        assertThat(UnexpectedAnswer.markup("text/html" + much(";"), much(unit))).isIn("an HTML page", null);
    }
}
