// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors that would be put in wrong places, or whose numbers are none; quotes are single ones here. */
class EmbeddingsInPlaceTest {

    private static List<float[]> read(String json, int expected) throws IOException {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return new EmbeddingsReader(expected, false)
                .read(new FakeReplyHead(200), new ByteArrayInputStream(bytes))
                .vectors();
    }

    private static void isRefused(String json, int expected, String reason) {
        assertThatThrownBy(() -> read(json, expected))
                .isInstanceOf(OpenAiResponseException.class)
                .hasMessage("the answer's vectors cannot be used: " + reason);
    }

    @Test
    void anIndexThatIsNullIsAsGoodAsNone() throws IOException {
        String json = "{'data':[{'index':null,'embedding':[1]},{'index':null,'embedding':[2]}]}";

        assertThat(read(json, 2)).containsExactly(new float[] {1}, new float[] {2});
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "true", "[]", "{}"})
    void anIndexOfAnotherKindIsRefused(String index) {
        isRefused("{'data':[{'embedding':[1],'index':" + index + "}]}", 1, "the index of vector 0 is no whole number");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "-1, -1", "4294967296, -1", "'''x''', -1", "'''7''', 7"})
    void anIndexOutsideTheTextsIsRefused(String index, int shown) {
        isRefused("{'data':[{'index':" + index + ",'embedding':[1]}]}", 1, "vector " + shown + " is not one of 1");
    }

    @Test
    void indicesThatAreAllTheSameAreRefused() {
        isRefused("{'data':[{'index':0,'embedding':[1]},{'index':0,'embedding':[2]}]}", 2, "vector 0 comes twice");
    }

    @Test
    void aMissingIndexBesideOthersDoesNotHideTheDouble() {
        isRefused("{'data':[{'index':1,'embedding':[1]},{'embedding':[2]}]}", 2, "vector 1 comes twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "null", "'x'"})
    void anItemThatIsNoObjectIsRefused(String item) {
        isRefused("{'data':[{'embedding':[1]}," + item + "]}", 1, "vector 1 is not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e39", "-3.5e38"})
    void numbersThatAreNoFiniteFloatAreRefused(String number) {
        isRefused("{'data':[{'embedding':[0.5," + number + "]}]}", 1, "a vector has a number that is no finite float");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void andSoTheyAreInBase64(float number) {
        isRefused(
                "{'data':[{'embedding':'" + Base64FloatsTest.base64(new float[] {0.5f, number}) + "'}]}",
                1,
                "they are not floats in base64; set encodingFormat=float");
    }

    /** One character more than whole floats; a group of four that is cut; a part of a float. */
    @ParameterizedTest
    @ValueSource(strings = {"AAAAAAAAAAAAAAAAA", "AAAAAAAAA", "AAAAAAA", "AAAAA", "A", "AAAAAAAAAAAAAAAAAA=="})
    void base64OfAWrongLengthIsRefused(String text) {
        isRefused("{'data':[{'embedding':'" + text + "'}]}", 1, "vector 0 is empty or cut");
    }

    @Test
    void base64GoesNotOnBehindItsPadding() {
        isRefused("{'data':[{'embedding':'AAAAAA==AAAAAA=='}]}", 1, "a vector is not base64");
    }

    @Test
    void numbersWithoutAnEndAreRefused() {
        isRefused(
                "{'data':[{'embedding':[" + "0,".repeat(200_000) + "0]}]}", 1, "a vector has more than 131072 numbers");
    }

    @Test
    void aUsageOfAnotherFormIsAsGoodAsNone() throws IOException {
        assertThat(read("{'usage':{'prompt_tokens':'many','total_tokens':{}},'data':[{'embedding':[1]}]}", 1))
                .hasSize(1);
        assertThat(read("{'usage':[7],'data':[{'embedding':[1]}]}", 1)).hasSize(1);
    }
}
