// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Halves of characters are joined, or replaced. */
class WholeCharactersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final char[] ALPHABET = {'a', '\\', '"', 'u', 'é', '€', '\ud83d', '\ude00', '\ud800', '\udfff'};

    private static String random(Random random) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(12); count > 0; count--) {
            text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return text.toString();
    }

    /** What a text is once it has been through an encoder that replaces what it cannot encode. */
    private static String encodable(String text) {
        StringBuilder whole = new StringBuilder();
        for (int index = 0; index < text.length(); index++) {
            char one = text.charAt(index);
            boolean pair = index + 1 < text.length() && Character.isSurrogatePair(one, text.charAt(index + 1));
            if (pair) {
                whole.append(one).append(text.charAt(++index));
            } else {
                whole.append(Character.isSurrogate(one) ? '\uFFFD' : one);
            }
        }
        return whole.toString();
    }

    @Test
    void whereATextIsCutMakesNoDifference() {
        Random random = new Random(20261130);
        for (int round = 0; round < 20_000; round++) {
            String text = random(random);
            int cut = random.nextInt(text.length() + 1);
            int second = cut + random.nextInt(text.length() - cut + 1);
            WholeCharacters characters = new WholeCharacters();

            String joined = characters.feed(text.substring(0, cut))
                    + characters.feed(text.substring(cut, second))
                    + characters.feed(text.substring(second))
                    + characters.end();

            assertThat(joined).isEqualTo(encodable(text)).isEqualTo(WholeCharacters.of(text));
        }
    }

    @Test
    void noPieceEndsWithAHalf() {
        WholeCharacters characters = new WholeCharacters();

        assertThat(characters.feed("a\ud83d")).isEqualTo("a");
        assertThat(characters.feed("")).isEmpty();
        assertThat(characters.feed("\ude00")).isEqualTo("😀");
        assertThat(characters.end()).isEmpty();
    }

    @Test
    void documentsAreTheSameButForHalves() throws Exception {
        Random random = new Random(20261201);
        for (int round = 0; round < 20_000; round++) {
            String text = random(random);
            String name = random(random);

            byte[] document = WholeCharacters.inJson(JSON.writeValueAsBytes(Map.of(name, text)));

            assertThat(JSON.readValue(document, Map.class)).isEqualTo(Map.of(encodable(name), encodable(text)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"\\ud83d\"`, `\"\\uFFFD\"`",
                "`\"\\\\ud83d\"`, `\"\\\\ud83d\"`",
                "`\"\\\\\\ud83d\"`, `\"\\\\\\uFFFD\"`",
                "`\"\\uDE00\\uD83D\"`, `\"\\uFFFD\\uFFFD\"`",
                "`\"\\uD83D\\uDE00\"`, `\"\\uD83D\\uDE00\"`",
                "`\"\\u00e9\\ud83d`, `\"\\u00e9\\uFFFD`",
                "`\"\\ud83`, `\"\\ud83`"
            })
    void escapesAreReadAsJsonReadsThem(String document, String expected) {
        byte[] repaired = WholeCharacters.inJson(document.getBytes(StandardCharsets.US_ASCII));

        assertThat(new String(repaired, StandardCharsets.US_ASCII)).isEqualTo(expected);
    }
}
