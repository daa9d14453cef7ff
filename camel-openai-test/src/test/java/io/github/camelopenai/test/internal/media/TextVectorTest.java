// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextVectorTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "The cat sat.", "你好，世界", "!!!", "🙂", "  x\t"})
    void hasLengthOne(String text) {
        float[] vector = TextVector.of(text, 256);

        assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-6));
    }

    @Test
    void isTheSameForTheSameText() {
        assertThat(TextVector.of("same words", 64)).isEqualTo(TextVector.of("Same WORDS", 64));
    }

    @Test
    void bringsTextsThatShareWordsNearer() {
        float[] cat = TextVector.of("The cat drinks milk", 1_536);
        float[] kitten = TextVector.of("A kitten drinks warm milk", 1_536);
        float[] engine = TextVector.of("Diesel engines need regular maintenance", 1_536);

        assertThat(cosine(cat, kitten)).isGreaterThan(0.3);
        assertThat(cosine(cat, engine)).isCloseTo(0, within(0.15));
    }

    @Test
    void bringsChineseTextsThatShareCharactersNearer() {
        float[] cat = TextVector.of("小猫喝牛奶", 1_536);
        float[] kitten = TextVector.of("猫喜欢喝牛奶", 1_536);
        float[] engine = TextVector.of("发动机需要保养", 1_536);

        assertThat(cosine(cat, kitten)).isGreaterThan(0.5);
        assertThat(cosine(cat, engine)).isCloseTo(0, within(0.15));
    }

    @Test
    void writesLittleEndianFloatsAsBase64() {
        float[] vector = TextVector.of("hello", 8);

        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(TextVector.base64(vector)))
                .order(ByteOrder.LITTLE_ENDIAN);

        for (float value : vector) {
            assertThat(bytes.getFloat()).isEqualTo(value);
        }
        assertThat(bytes.hasRemaining()).isFalse();
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
