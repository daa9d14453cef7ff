// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.audio.SpeechReader;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import io.github.camelopenai.internal.embed.Embeddings;
import io.github.camelopenai.internal.embed.EmbeddingsReader;
import io.github.camelopenai.model.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that no server ought to send, as random input makes them; quotes are single ones here. */
class OddAnswersTest {

    private static final FakeReplyHead HEAD = new FakeReplyHead(200);

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static InputStream body(String json) {
        return new ByteArrayInputStream(bytes(json));
    }

    @Nested
    class Vectors {

        private static final String ONE = "'AACAPw=='";
        private static final String TWO = "'AAAAQA=='";

        private static Embeddings read(String json, int expected) throws IOException {
            return new EmbeddingsReader(expected, false).read(HEAD, body(json));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'data':[{'meta':{'embedding':'AACAPw=='},'index':0,'embedding':'AAAAQA=='}]}",
                    "{'usage':{'embedding':'AACAPw=='},'data':[{'index':0,'embedding':'AAAAQA=='}]}",
                    "{'input':[{'embedding' : 'AACAPw=='}],'data':[{'index':0,'embedding':'AAAAQA=='}]}",
                    "{'error':{'embedding':'AACAPw=='},'data':[{'index':0,'embedding':'AAAAQA=='}]}"
                })
        void areThoseOfTheirItemsWhereAnotherObjectHasTheSameField(String json) throws IOException {
            assertThat(read(json.replace("'data':[", "'data':[{'index':1,'embedding':" + ONE + "},"), 3 - 1)
                            .vectors())
                    .extracting(vector -> vector[0])
                    .containsExactly(2f, 1f);
        }

        @Test
        void ofAnItemThatHasTwoTheLastCounts() throws IOException {
            String json = "{'data':[{'embedding':" + ONE + ",'embedding':" + TWO + "}]}";

            assertThat(read(json, 1).vectors().get(0)).containsExactly(2f);
        }

        @ParameterizedTest
        @ValueSource(strings = {"'AAC\\uZZ41Pw=='", "'AAC\\u4141Pw=='", "'AAC\\tAPw=='", "'AAC\\u00zAAPw=='"})
        void areRefusedWhereAnEscapeIsNone(String vector) {
            assertThatThrownBy(() -> read("{'data':[{'embedding':" + vector + "}]}", 1))
                    .isInstanceOf(OpenAiResponseException.class)
                    .hasMessageContaining("not base64");
        }
    }

    @Nested
    class VectorsInLines {

        @ParameterizedTest
        @ValueSource(strings = {"'AAC\\nAPw=='", "'AAC\\r\\nAPw==\\n'", "'AACA\\u0050w=='"})
        void areRead(String vector) throws IOException {
            assertThat(Vectors.read("{'data':[{'embedding':" + vector + "}]}", 1)
                            .vectors()
                            .get(0))
                    .containsExactly(1f);
        }
    }

    @Nested
    class Choices {

        @ParameterizedTest
        @ValueSource(strings = {"1", "null", "'a'", "[{'message':{}}]"})
        void mayStandBehindWhatIsNone(String other) throws IOException {
            String json = "{'choices':[" + other + ",{'message':{'content':'Hi'},'finish_reason':'stop'}," + other
                    + "],'usage':{'total_tokens':3}}";

            ChatAnswer answer = new ChatAnswerReader(false, false).read(HEAD, body(json));

            assertThat(answer.choices().get(0).text()).isEqualTo("Hi");
            assertThat(answer.usage()).isEqualTo(new Usage(null, null, 3L, null, null));
        }

        @Test
        void thatEndBehindWhatIsNoneAreCut() {
            String json = "{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'},1,2,3";

            assertThatThrownBy(() -> new ChatAnswerReader(false, false).read(HEAD, body(json)))
                    .isInstanceOf(JacksonException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "null", "'a'", "[{'delta':{}}]"})
        void ofAStreamMayStandBehindWhatIsNone(String other) throws IOException {
            ChunkParser chunk = new ChunkParser();
            byte[] event = bytes(
                    "{'choices':[" + other + ",{'delta':{'content':'Hi'}}," + other + "],'usage':{'total_tokens':3}}");

            chunk.read(event, event.length);

            assertThat(chunk.text()).isEqualTo("Hi");
            assertThat(chunk.usage()).isEqualTo(new Usage(null, null, 3L, null, null));
        }
    }

    @Nested
    class Recordings {

        @ParameterizedTest
        @ValueSource(ints = {1, 12, 13, 100})
        void areJudgedAlikeHoweverTheyArrive(int piece) throws IOException {
            byte[] samples = "letters by chance\0\1\2".getBytes(StandardCharsets.US_ASCII);
            InputStream body = new ByteArrayInputStream(samples) {
                @Override
                public synchronized int read(byte[] target, int offset, int count) {
                    return super.read(target, offset, Math.min(count, piece));
                }
            };

            InputStream recording =
                    new SpeechReader("pcm", false).read(new FakeReplyHead(200, "content-type", "image/png"), body);

            assertThat(recording.readAllBytes()).isEqualTo(samples);
        }
    }

    @Nested
    class Numbers {

        @ParameterizedTest
        @ValueSource(strings = {"12345678901234567890", "-12345678901234567890", "1e400"})
        void beyondAllBoundsDoNotEndAStream(String number) throws IOException {
            ChunkParser chunk = new ChunkParser();
            byte[] event = bytes("{'created':" + number + ",'choices':[{'delta':{'content':'Hi'},'index':0}]}");

            chunk.read(event, event.length);

            assertThat(chunk.text()).isEqualTo("Hi");
            assertThat(chunk.createdSeconds()).isZero();
        }

        @Test
        void ofChoicesBeyondAllBoundsAreThoseOfOthers() throws IOException {
            ChunkParser chunk = new ChunkParser();
            byte[] event = bytes("{'choices':[{'index':12345678901234567890,'delta':{'content':'other'}},"
                    + "{'index':4294967296,'delta':{'content':'other'}},{'index':0,'delta':{'content':'Hi'}}]}");

            chunk.read(event, event.length);

            assertThat(chunk.text()).isEqualTo("Hi");
        }
    }
}
