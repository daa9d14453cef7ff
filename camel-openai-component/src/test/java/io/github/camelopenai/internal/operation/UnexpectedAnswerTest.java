// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages, documents and texts that come in place of an answer. */
class UnexpectedAnswerTest {

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            <!DOCTYPE html>      | text/plain              | an HTML page
            <html>               | -                       | an HTML page
            <HTML lang="en">     | audio/mpeg              | an HTML page
            <head><title>x       | -                       | an HTML page
            <p>oops</p>          | text/html               | an HTML page
            <p>oops</p>          | TEXT/HTML; charset=x    | an HTML page
            <Error/>             | application/xml         | an XML document
            <?xml version='1'?>  | -                       | an XML document
            <p>oops</p>          | text/plain              | -
            oops                 | text/html               | -
            < 3 apples           | text/html               | -
            <htmlx>              | text/plain              | -
            say <html>           | text/plain              | -
            <!doctype            | text/plain              | -
            """)
    void areTold(String text, String contentType, String what) {
        assertThat(UnexpectedAnswer.markup(contentType, text)).isEqualTo(what);
    }

    @Test
    void areToldSoonHoweverManyCommentsTheyBeginWith() {
        String text = "<!-- x -->".repeat(10_000) + "hello";

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(UnexpectedAnswer.markup(null, text))
                .isNull());
    }

    @ParameterizedTest
    @CsvSource({"hello, true", "'h\u00e9llo\t\r\n', true", "'', true", "'a\0', false", "'\u001B[1m', false"})
    void areTextsOrBytes(String text, boolean isText) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(UnexpectedAnswer.isText(bytes, bytes.length)).isEqualTo(isText);
    }

    @Test
    void areTextsWhereACharacterIsCut() {
        byte[] bytes = "h\u00e9".getBytes(StandardCharsets.UTF_8);

        assertThat(UnexpectedAnswer.isText(bytes, 2)).isTrue();
        assertThat(UnexpectedAnswer.isText(new byte[] {(byte) 0xC3, 'a'}, 2)).isFalse();
        assertThat(UnexpectedAnswer.isText(new byte[] {(byte) 0xFF}, 1)).isFalse();
    }
}
