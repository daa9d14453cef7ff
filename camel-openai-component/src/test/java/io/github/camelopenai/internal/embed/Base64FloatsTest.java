// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors from base64, cut anywhere. */
class Base64FloatsTest {

    private static float[] vector(int size) {
        Random random = new Random(size);
        float[] vector = new float[size];
        for (int index = 0; index < size; index++) {
            vector[index] = Float.intBitsToFloat(random.nextInt() & 0x7F7F_FFFF); // any finite number above zero
        }
        return vector;
    }

    static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : vector) {
            bytes.putFloat(number);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Decodes in slices of one length. */
    private static float[] decode(String text, int slice, int expected) {
        byte[] bytes = (text + '"').getBytes(StandardCharsets.ISO_8859_1);
        Base64Floats floats = new Base64Floats(expected);
        for (int from = 0; from < bytes.length; from += slice) {
            int to = Math.min(bytes.length, from + slice);

            int end = floats.decode(bytes, from, to);

            assertThat(end).isEqualTo(to == bytes.length ? bytes.length - 1 : to);
        }
        return floats.toVector();
    }

    @ParameterizedTest(name = "slices of {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 11, 13, 15, 16, 17, 31, 32, 33, 100, 1_000, 100_000})
    void readsSlicesOfEachLength(int slice) {
        for (int size : new int[] {1, 2, 3, 4, 5, 6, 7, 256, 1_024, 1_536}) {
            assertThat(decode(base64(vector(size)), slice, size)).isEqualTo(vector(size));
        }
    }

    @ParameterizedTest(name = "{0} expected")
    @ValueSource(ints = {0, 1, 99, 100, 101, 10_000})
    void doesNotDependOnItsGuess(int expected) {
        assertThat(decode(base64(vector(100)), 50, expected)).isEqualTo(vector(100));
    }

    @Test
    void readsSpecialNumbers() {
        float[] special = {0f, -0f, -1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN};

        assertThat(decode(base64(special), 1_000, 7)).isEqualTo(special);
    }

    @Test
    void doesWithoutPadding() {
        String padded = base64(vector(1));

        assertThat(padded).endsWith("==");
        assertThat(decode(padded.replace("=", ""), 100, 1)).isEqualTo(vector(1));
    }

    @Test
    void readsSlashesThatAreEscaped() {
        float[] vector = {Float.intBitsToFloat(0x7F3F_FFFF & ~0x0080_0000), 1f};
        String text = base64(vector);

        assertThat(text).contains("/");
        assertThat(decode(text.replace("/", "\\/"), 3, 2)).isEqualTo(vector);
    }

    @Test
    void understandsCharactersInHexadecimal() {
        float[] vector = vector(10);
        String escaped = base64(vector).replace("=", "\\u003d").replace("A", "\\u0041");

        for (int slice = 1; slice < 20; slice++) {
            assertThat(decode(escaped, slice, 10)).isEqualTo(vector);
        }
    }

    @Test
    void isEmptyWithoutText() {
        assertThat(decode("", 10, 5)).isEmpty();
    }

    @Test
    void isEmptyWhenTheTextEndsWithinANumber() {
        assertThat(decode(base64(vector(10)).substring(0, 30), 10, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA!AAA", "AAAA AAAA", "AAAA-AAA", "AAAAAAAAAAAAAAAAAAAA\u00e9AAA"})
    void refusesWhatIsNotBase64(String text) {
        assertThatThrownBy(() -> decode(text, 100, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a vector is not base64");
    }

    @Test
    void refusesATextWithoutAnEnd() {
        byte[] zeros = "A".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> new Base64Floats(10).decode(zeros, 0, zeros.length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a vector has more than");
    }
}
