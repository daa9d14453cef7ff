// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.chat.reply.ThinkTags.Part;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which part of a text are thoughts; line ends are written as ~ in the tables. */
class ThinkTagsTest {

    private static final String TABLE = """
            hello                                  |              | hello
            '  hello '                             |              | '  hello '
            ''                                     |              | ''
            ~~                                     |              | ~~
            <think>why</think>because              | why          | because
            <think>~why~</think>~~because~         | why          | because~
            ' ~<think>a b~c</think> d'             | a b~c        | d
            <think>~</think>~~                     |              | ''
            <think></think>hello                   |              | hello
            <think>a</think><think>b</think>       | a            | <think>b</think>
            I like <think>tags</think>             |              | I like <think>tags</think>
            <b>bold</b>                            |              | <b>bold</b>
            <thin                                  |              | <thin
            <thinking>a</thinking>                 |              | <thinking>a</thinking>
            < think>a</think>                      |              | < think>a</think>
            <<think>a</think>                      |              | <<think>a</think>
            a</think>b                             |              | a</think>b
            <think>1 < 2 </ 3 <</think>ok          | 1 < 2 </ 3 <  | ok
            <think>a</thin k></think>b             | a</thin k>   | b
            <think>cut in the middle               | cut in the middle |
            <think>cut in the tag</thi             | cut in the tag</thi |
            <think>cut behind ~                    | cut behind   |
            <think>a</think>1 < 2 <think>          | a            | 1 < 2 <think>
            """;

    private static Part part(String reasoning, String answer) {
        return new Part(plain(reasoning), plain(answer));
    }

    private static String plain(String text) {
        return text == null ? "" : text.replace('~', '\n');
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void areTakenOutOfAWholeText(String text, String reasoning, String answer) {
        assertThat(ThinkTags.split(plain(text))).isEqualTo(part(reasoning, answer));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void areTheSameCharacterByCharacter(String text, String reasoning, String answer) {
        assertThat(fed(plain(text).split("(?!^)"))).isEqualTo(part(reasoning, answer));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void areTheSameHoweverTheTextIsCut(String text, String reasoning, String answer) {
        Random random = new Random(20);
        for (int round = 0; round < 50; round++) {
            String cut = plain(text).replaceAll("(?s)(.)", "$1\0");
            StringBuilder some = new StringBuilder();
            for (char next : cut.toCharArray()) {
                some.append(next != '\0' || random.nextInt(3) == 0 ? String.valueOf(next) : "");
            }

            assertThat(fed(some.toString().split("\0"))).isEqualTo(part(reasoning, answer));
        }
    }

    @Test
    void holdBackNoMoreThanTheyMust() {
        ThinkTags tags = new ThinkTags();

        assertThat(tags.feed(" <thi")).isEqualTo(part("", ""));
        assertThat(tags.feed("nk>Let me")).isEqualTo(part("Let me", ""));
        assertThat(tags.feed(" see </")).isEqualTo(part(" see", ""));
        assertThat(tags.feed("p> ")).isEqualTo(part(" </p>", ""));
        assertThat(tags.feed("</think>\n")).isEqualTo(part("", ""));
        assertThat(tags.feed("\nYes")).isEqualTo(part("", "Yes"));
        assertThat(tags.feed(" <think>")).isEqualTo(part("", " <think>"));
        assertThat(tags.end()).isEqualTo(part("", ""));
    }

    @Test
    void letATextWithoutThemThroughAtOnce() {
        ThinkTags tags = new ThinkTags();

        assertThat(tags.feed("Hello")).isEqualTo(part("", "Hello"));
        assertThat(tags.feed("")).isEqualTo(part("", ""));
        assertThat(tags.feed(" you")).isEqualTo(part("", " you"));
    }

    private static Part fed(String... slices) {
        ThinkTags tags = new ThinkTags();
        StringBuilder reasoning = new StringBuilder();
        StringBuilder answer = new StringBuilder();
        for (String slice : slices) {
            Part part = tags.feed(slice);
            reasoning.append(part.reasoning());
            answer.append(part.answer());
        }
        Part rest = tags.end();
        return new Part(reasoning + rest.reasoning(), answer + rest.answer());
    }
}
