// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import io.github.camelopenai.model.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transcripts in the formats that can be asked for; quotes are single ones here. */
class TranscriptReaderTest {

    private static Transcript read(String format, String contentType, String answer) throws IOException {
        return new TranscriptReader(format, false)
                .read(
                        new FakeReplyHead(200, "content-type", contentType, "x-request-id", "req_2"),
                        new ByteArrayInputStream(answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private static Transcript json(String format, String answer) throws IOException {
        return read(format, "application/json", answer);
    }

    @Nested
    class Json {

        @Test
        void isATextWithItsUsage() throws IOException {
            Transcript transcript = json(
                    "json",
                    "{'text':'hello','usage':{'type':'tokens','input_tokens':14,'output_tokens':5,'total_tokens':19}}");

            assertThat(transcript.body()).isEqualTo("hello");
            assertThat(transcript.usage().total()).hasValue(19);
            assertThat(transcript.usage().promptTokens()).isEqualTo(14);
            assertThat(transcript.raw()).isNull();
        }

        @Test
        void mayTellTheSecondsInItsUsage() throws IOException {
            Transcript transcript = json("json", "{'text':'hello','usage':{'type':'duration','seconds':9}}");

            assertThat(transcript.duration()).isEqualTo(9.0);
            assertThat(transcript.usage().total()).isEmpty();
        }

        @Test
        void mayBeEmptyWhereNobodySpeaks() throws IOException {
            assertThat(json("json", "{'text':''}").body()).isEqualTo("");
        }

        @Test
        void isKeptAsItCameWhereThatIsWanted() throws IOException {
            Transcript transcript = new TranscriptReader("json", true)
                    .read(
                            new FakeReplyHead(200),
                            new ByteArrayInputStream("{\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8)));

            assertThat(transcript.raw()).isEqualTo("{\"text\":\"hello\"}");
        }
    }

    @Nested
    class Detailed {

        @ParameterizedTest
        @ValueSource(strings = {"verbose_json", "diarized_json"})
        void isTheMapOfTheApi(String format) throws IOException {
            Transcript transcript = json(
                    format,
                    "{'text':'hello','language':'english','duration':8.5,'segments':[{'start':0.0,'speaker':'A'}]}");

            assertThat(transcript.body())
                    .isEqualTo(Map.of(
                            "text",
                            "hello",
                            "language",
                            "english",
                            "duration",
                            8.5,
                            "segments",
                            List.of(Map.of("start", 0.0, "speaker", "A"))));
            assertThat(transcript.duration()).isEqualTo(8.5);
            assertThat(transcript.language()).isEqualTo("english");
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(quoteCharacter = '~', nullValues = "-", textBlock = """
                8.47,      8.47
                '8.470000', 8.47
                'long',    -
                null,      -
                true,      -
                """)
        void mayWriteTheDurationAsItLikes(String written, Double seconds) throws IOException {
            assertThat(json("verbose_json", "{'text':'x','language':null,'duration':" + written + "}"))
                    .satisfies(transcript -> assertThat(transcript.duration()).isEqualTo(seconds))
                    .satisfies(transcript -> assertThat(transcript.language()).isNull());
        }
    }

    @Nested
    class Plain {

        @ParameterizedTest
        @ValueSource(strings = {"text", "srt", "vtt"})
        void isTheTextAsItCame(String format) throws IOException {
            Transcript transcript = read(format, "text/plain; charset=utf-8", "1\n00:00 --> 00:01\nh\u00e9llo\n");

            assertThat(transcript.body()).isEqualTo("1\n00:00 --> 00:01\nh\u00e9llo\n");
            assertThat(transcript.usage()).isEqualTo(Usage.UNKNOWN);
        }

        @Test
        void isTakenOutOfJsonThatNobodyAskedFor() throws IOException {
            assertThat(json("text", "{'text':'hello'}").body()).isEqualTo("hello");
        }

        @Test
        void mayLookLikeJson() throws IOException {
            assertThat(read("text", "text/plain", "{'text':'hello'}").body()).isEqualTo("{\"text\":\"hello\"}");
            assertThat(json("text", "{'words':[]}").body()).isEqualTo("{\"words\":[]}");
        }
    }

    @Nested
    class Bad {

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{'text':null}", "{'text':{}}", "[]", "", "null"})
        void hasNoTranscript(String answer) {
            assertThatThrownBy(() -> json("json", answer))
                    .isInstanceOfSatisfying(OpenAiResponseException.class, failure -> assertThat(failure.requestId())
                            .isEqualTo("req_2"))
                    .hasMessage("the answer has no transcript");
        }

        @Test
        void isBrokenJson() {
            assertThatThrownBy(() -> json("json", "{'text':'cut")).isInstanceOf(JacksonException.class);
        }
    }
}
