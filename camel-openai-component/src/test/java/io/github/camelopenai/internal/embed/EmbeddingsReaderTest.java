// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors out of an answer. */
class EmbeddingsReaderTest {

    private static final String TWO_AS_NUMBERS =
            "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[1.5,-2]},"
                    + "{'object':'embedding','index':1,'embedding':[3,4e-3]}],'model':'text-embedding-3-large',"
                    + "'usage':{'prompt_tokens':5,'total_tokens':5}}";

    private static Embeddings read(String json, int expected) throws IOException {
        return new EmbeddingsReader(expected, false).read(new FakeReplyHead(200, "x-request-id", "req_3"), body(json));
    }

    /** Gives few bytes at a time, as a network does. */
    private static InputStream body(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int count) {
                return super.read(target, offset, Math.min(count, 7));
            }
        };
    }

    private static String base64(float... numbers) {
        return Base64FloatsTest.base64(numbers);
    }

    private static String item(int index, String embedding) {
        return "{'object':'embedding','index':" + index + ",'embedding':" + embedding + "}";
    }

    private static String answer(String... items) {
        return "{'data':[" + String.join(",", items) + "],'model':'m'}";
    }

    @Nested
    class GoodAnswers {

        @Test
        void mayHaveNumbers() throws IOException {
            Embeddings embeddings = read(TWO_AS_NUMBERS, 2);

            assertThat(embeddings.vectors()).containsExactly(new float[] {1.5f, -2}, new float[] {3, 0.004f});
            assertThat(embeddings.model()).isEqualTo("text-embedding-3-large");
            assertThat(embeddings.usage().total()).hasValue(5);
            assertThat(embeddings.raw()).isNull();
        }

        @Test
        void mayHaveBase64() throws IOException {
            String json = answer(item(0, "'" + base64(1.5f, -2) + "'"), item(1, "'" + base64(3, 4) + "'"));

            assertThat(read(json, 2).vectors()).containsExactly(new float[] {1.5f, -2}, new float[] {3, 4});
        }

        @Test
        void mayMixBoth() throws IOException {
            String json = answer(item(0, "[7,9]"), item(1, "'" + base64(3, 4) + "'"), item(2, "[8,9]"));

            assertThat(read(json, 3).vectors())
                    .containsExactly(new float[] {7, 9}, new float[] {3, 4}, new float[] {8, 9});
        }

        @Test
        void mayComeInAnyOrder() throws IOException {
            String json = answer(item(1, "[2]"), item(2, "[3]"), item(0, "[1]"));

            assertThat(read(json, 3).vectors()).containsExactly(new float[] {1}, new float[] {2}, new float[] {3});
        }

        @Test
        void mayNameTheIndexLast() throws IOException {
            String json = answer(
                    "{'embedding':'" + base64(2) + "','index':1}", "{'embedding':'" + base64(1) + "','index':0}");

            assertThat(read(json, 2).vectors()).containsExactly(new float[] {1}, new float[] {2});
        }

        @Test
        void mayHaveNoIndex() throws IOException {
            assertThat(read(answer("{'embedding':[1]}", "{'embedding':[2]}"), 2).vectors())
                    .containsExactly(new float[] {1}, new float[] {2});
        }

        @Test
        void mayHaveSpacesAnywhere() throws IOException {
            String json = "{ 'data' : [ { 'embedding' :\n\t '" + base64(1, 2) + "' , 'index' : 0 } ] }";

            assertThat(read(json, 1).vectors()).containsExactly(new float[] {1, 2});
        }

        @Test
        void maySpeakOfEmbeddingsElsewhere() throws IOException {
            String json = "{'note':'an \\'embedding\\':\\'AAAA\\' here','object':'embedding','x':['embedding'],"
                    + "'data':[" + item(0, "'" + base64(5) + "'") + "]}";

            assertThat(read(json.replace("\\'", "\\\""), 1).vectors()).containsExactly(new float[] {5});
        }

        @Test
        void mayHaveManyAndLongVectors() throws IOException {
            float[] numbers = new float[3_072];
            for (int index = 0; index < numbers.length; index++) {
                numbers[index] = index / 7f;
            }
            String[] items = new String[50];
            for (int index = 0; index < items.length; index++) {
                items[index] = item(index, "'" + base64(numbers) + "'");
            }

            assertThat(read(answer(items), 50).vectors()).hasSize(50).allSatisfy(vector -> assertThat(vector)
                    .isEqualTo(numbers));
        }

        @Test
        void areKeptAsTheyCameWhereThatIsWanted() throws IOException {
            Embeddings embeddings = new EmbeddingsReader(2, true).read(new FakeReplyHead(200), body(TWO_AS_NUMBERS));

            assertThat(embeddings.raw()).isEqualTo(TWO_AS_NUMBERS.replace('\'', '"'));
            assertThat(embeddings.vectors()).hasSize(2);
        }
    }

    @Nested
    class BadAnswers {

        private void isRefused(String json, int expected, String reason) {
            assertThatThrownBy(() -> read(json, expected))
                    .isInstanceOfSatisfying(OpenAiResponseException.class, failure -> assertThat(failure.requestId())
                            .isEqualTo("req_3"))
                    .hasMessage("the answer's vectors cannot be used: " + reason);
        }

        @Test
        void lackAVector() {
            isRefused(answer(item(0, "[1]"), item(2, "[3]")), 3, "there are 2 for 3 texts; that of text 1 is missing");
        }

        @Test
        void haveOneTwice() {
            isRefused(answer(item(0, "[1]"), item(0, "[2]")), 2, "vector 0 comes twice");
        }

        @Test
        void haveTooMany() {
            isRefused(answer(item(0, "[1]"), item(1, "[2]")), 1, "vector 1 is not one of 1");
            isRefused(
                    answer(item(0, "'" + base64(1) + "'"), item(1, "'" + base64(1) + "'")),
                    1,
                    "there are more vectors than texts");
        }

        @Test
        void countBelowZero() {
            isRefused(answer(item(-1, "[1]")), 1, "vector -1 is not one of 1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"[]", "''", "'AAAA'", "'AAAAAAA='"})
        void haveAnEmptyOrCutVector(String embedding) {
            isRefused(answer(item(0, embedding)), 1, "vector 0 is empty or cut");
        }

        @Test
        void haveNoBase64() {
            isRefused(answer(item(0, "'AA*A'")), 1, "a vector is not base64");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                []                               | the answer is not a JSON object
                {'data':{}}                      | there is no list of them
                {'data':null}                    | there is no list of them
                {}                               | there are 0 for 1 texts; that of text 0 is missing
                {'data':[]}                      | there are 0 for 1 texts; that of text 0 is missing
                {'data':[{'embedding':null}]}    | a vector is neither base64 nor a list of numbers
                {'data':[{'index':0}]}           | vector 0 is empty or cut
                """)
        void haveNoVectors(String json, String reason) {
            isRefused(json, 1, reason);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'data':[{'index':0,'embedding':[1,2",
                    "{'data':[{'index':0,'embedding':'AAAA",
                    "{'data':[{'index':0,'embedding':[1]}]",
                    "{'data':[{'index':0,'embedding':['a']}]}",
                    "{'data':[{'index':0,'embedding':[null]}]}"
                })
        void areBrokenJson(String json) {
            assertThatThrownBy(() -> read(json, 1)).isInstanceOf(JacksonException.class);
        }
    }
}
