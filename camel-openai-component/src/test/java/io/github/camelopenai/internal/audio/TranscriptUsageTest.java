// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.client.call.FakeReplyHead;
import io.github.camelopenai.internal.operation.UsedTokens;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.model.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transcript says it has used: tokens, or seconds; quotes are single ones here. */
class TranscriptUsageTest {

    private static Transcript read(String more) throws IOException {
        String json = "{'text':'hello'," + more + "}";
        return new TranscriptReader("verbose_json", false)
                .read(
                        new FakeReplyHead(200, "content-type", "application/json"),
                        new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void mayBeTokens() throws IOException {
        Transcript transcript = read("'usage':{'type':'tokens','input_tokens':14,'output_tokens':5,'total_tokens':19,"
                + "'input_token_details':{'text_tokens':0,'audio_tokens':14,'cached_tokens':3}}");

        assertThat(transcript.usage()).isEqualTo(new Usage(14L, 5L, 19L, 3L, null));
        assertThat(transcript.duration()).isNull();
        assertThat(UsedTokens.of(transcript.usage())).isEqualTo(new Used(19, 14));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '~', delimiter = '|', nullValues = "-", textBlock = """
            'usage':{'type':'duration','seconds':9}                        | 9
            'usage':{'type':'duration','seconds':9.5}                      | 9.5
            'usage':{'type':'duration','seconds':'9'}                      | 9
            'duration':null,'usage':{'type':'duration','seconds':9}        | 9
            'duration':{},'usage':{'type':'duration','seconds':9}          | 9
            'duration':8.47,'usage':{'type':'duration','seconds':9}        | 8.47
            'usage':{'prompt_audio_seconds':3,'prompt_tokens':5}           | 3
            'duration':'NaN'                                               | -
            'duration':'Infinity','usage':{'seconds':2}                    | 2
            'duration':1e999                                               | -
            'usage':{'seconds':null}                                       | -
            """)
    void mayBeSeconds(String more, Double seconds) throws IOException {
        assertThat(read(more).duration()).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'usage':{'type':'duration','seconds':9}", "'usage':null", "'usage':'free'", "'usage':[]"})
    void tellsNoTokensThen(String more) throws IOException {
        assertThat(UsedTokens.of(read(more).usage())).isEqualTo(Used.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'usage':{'input_tokens':{},'total_tokens':'many'}", "'usage':{'input_token_details':7}"})
    void ofAnotherFormIsAsGoodAsNone(String more) throws IOException {
        assertThat(read(more).body()).isNotNull();
    }
}
