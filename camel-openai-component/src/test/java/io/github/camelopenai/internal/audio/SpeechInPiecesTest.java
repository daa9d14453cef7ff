// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.body.MediaType;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import io.github.camelopenai.internal.client.call.OpenBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken for a recording does not depend on the pieces in which its first bytes arrive; bytes are percent-encoded here. */
class SpeechInPiecesTest {

    private static byte[] bytes(String encoded) {
        byte[] beginning =
                URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[3000];
        IntStream.range(0, whole.length).forEach(at -> whole[at] = (byte) (at * 7 + at / 3));
        System.arraycopy(beginning, 0, whole, 0, beginning.length);
        return whole;
    }

    private static InputStream inPieces(byte[] content, int longest) {
        return new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] target, int offset, int count) {
                return super.read(target, offset, Math.min(count, longest));
            }
        };
    }

    @ParameterizedTest(name = "{0} under {1}: {2}")
    @CsvSource({
        "mp3, text/plain,       %FF%FB%90%64,                       MP3",
        "mp3, application/json, %FF%F3%84%C4,                       MP3",
        "aac, text/html,        %FF%F1%50%80,                       AAC",
        "mp3, audio/mpeg,       RIFF%FF%FF%FF%FFWAVEfmt,            WAV",
        "mp3, audio/mpeg,       RIFF%01%02%03%04WAVEfmt,            WAV",
        "mp3, text/plain,       RIFF%FF%FF%FF%FFWAVEfmt,            WAV",
        "wav, text/plain,       %1AE%DF%A3%01,                      WEBM",
        "pcm, audio/pcm,        RIFF%FF%FF%FF%FFWAVEfmt,            WAV",
        "pcm, audio/pcm,        fLaC%00%00%00%22,                   FLAC",
        "aac, audio/aac,        %00%00%00%20ftypM4A%20%00%00%00%00, M4A",
        "aac, audio/aac,        %00%00%00%20ftypisom%00%00%00%00,   MP4"
    })
    void itsKindIsThatOfItsBytes(String format, String type, String encoded, MediaType expected) throws IOException {
        byte[] content = bytes(encoded);
        for (int piece : new int[] {1, 2, 3, 5, 8, 11, 12, 3000}) {
            SpeechReader reader = new SpeechReader(format, false);

            OpenBody body = reader.read(new FakeReplyHead(200, "content-type", type), inPieces(content, piece));

            assertThat(reader.kind()).as("in pieces of " + piece).contains(expected);
            assertThat(body.readAllBytes()).isEqualTo(content);
        }
    }

    @ParameterizedTest(name = "{0} under {1}: {2}")
    @CsvSource({
        "mp3, audio/mpeg, %89PNG%0D%0A%1A%0A,              image/png",
        "wav, audio/wav,  RIFF%FF%FF%FF%FFWEBPVP8,         image/webp",
        "mp3, audio/mpeg, %00%00%00%18ftypheic%00%00%00,   image/heic",
        "mp3, text/plain, %80%81%82%83%84%85%86%87%88%89,  bytes of an unknown kind"
    })
    void whatIsNoneIsRefusedForTheSameReason(String format, String type, String encoded, String what) {
        byte[] content = bytes(encoded);
        for (int piece : new int[] {1, 2, 3, 5, 8, 11, 12, 3000}) {
            assertThatThrownBy(() -> new SpeechReader(format, false)
                            .read(new FakeReplyHead(200, "content-type", type), inPieces(content, piece)))
                    .as("in pieces of " + piece)
                    .isInstanceOf(OpenAiResponseException.class)
                    .hasMessage("the answer is no recording but " + what + " (Content-Type " + type + ")");
        }
    }
}
