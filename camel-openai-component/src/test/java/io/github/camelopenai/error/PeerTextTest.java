// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A text of somebody else, as a person may read it. */
class PeerTextTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "usual words | rate_limit_exceeded | rate_limit_exceeded",
                "letters of all scripts | größer 東京 😀 | größer 東京 😀",
                "line breaks | one\\r\\ntwo\\nthree | one two three",
                "separators | one\\u2028two\\u2029three | one two three",
                "white space | '  one \\t two ' | one two",
                "a terminal's commands | \\u001b[31mred\\u0007 | \\u001b[31mred\\u0007",
                "a zero | a\\u0000b | a\\u0000b",
                "C1 | a\\u0085b\\u009bc | a\\u0085b\\u009bc",
                "another direction | \\u202eabc\\u2066 | \\u202eabc\\u2066",
                "what cannot be seen | a\\u200bb\\ufeffc\\u00add | a\\u200bb\\ufeffc\\u00add",
                "half a character | a\\ud800b | a\\ud800b",
                "a tag beyond U+FFFF | a\\udb40\\udc41b | a\\udb40\\udc41b",
            })
    void isOneVisibleLine(String label, String escaped, String shown) {
        assertThat(PeerText.line(unescaped(escaped), 100)).isEqualTo(shown);
    }

    private static String unescaped(String escaped) {
        String text = escaped.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            if (text.startsWith("\\u", at)) {
                plain.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
                at += 5;
            } else {
                plain.append(text.charAt(at));
            }
        }
        return plain.toString();
    }

    @Test
    void isCutBetweenCharacters() {
        assertThat(PeerText.line("x".repeat(1_000_000), 10)).isEqualTo("xxxxxxxxxx…");
        assertThat(PeerText.line("😀".repeat(10), 5)).isEqualTo("😀😀…");
        assertThat(PeerText.line("\u001b".repeat(10), 13)).isEqualTo("\\u001b\\u001b…");
        assertThat(PeerText.line(" ".repeat(1_000_000) + "x", 10)).isEqualTo("x");
        assertThat(PeerText.line("", 10)).isEmpty();
    }

    @Test
    void isANameOfTwoHundredCharactersAtTheMost() {
        assertThat(PeerText.name(null)).isNull();
        assertThat(PeerText.name("invalid_api_key")).isEqualTo("invalid_api_key");
        assertThat(PeerText.name("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
    }

    @Test
    void isSoInEveryException() {
        String nasty = "a\nFORGED \u001b[31m" + "x".repeat(100_000);
        ErrorDetails details = new ErrorDetails(400, nasty, nasty, nasty, nasty, 1, null, false);
        OpenAiException failure =
                new OpenAiRequestException(nasty, details, null).afterGivingUp("before that, " + nasty, 2);

        assertThat(failure.getMessage()).startsWith("a FORGED \\u001b[31mxxx").hasSizeLessThan(10_010);
        assertThat(failure.code()).startsWith("a FORGED \\u001b[31mxxx").hasSize(201);
        assertThat(failure.type()).isEqualTo(failure.code());
        assertThat(failure.param()).isEqualTo(failure.code());
        assertThat(failure.requestId()).isEqualTo(failure.code());
    }
}
