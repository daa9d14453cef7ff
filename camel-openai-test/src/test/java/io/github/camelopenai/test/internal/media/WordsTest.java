// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @ValueSource(strings = {"one two  three", " leading", "trailing \n", "你好 world。", "a", "", "🙂 ok"})
    void giveTheTextBackWhenJoined(String text) {
        assertThat(String.join("", Words.of(text))).isEqualTo(text);
    }

    @Test
    void countEachChineseCharacter() {
        assertThat(Words.of("你好 big world")).containsExactly("你", "好", " big", " world");
    }

    @Test
    void areCutAfterTheFirstOnes() {
        assertThat(Words.first("one two three", 2)).isEqualTo("one two");
        assertThat(Words.first("one two", 2)).isEqualTo("one two");
    }
}
