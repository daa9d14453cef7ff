// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.body.MediaType;
import io.github.camelopenai.internal.client.call.FailureInBody;
import io.github.camelopenai.internal.client.call.FakeReplyHead;
import io.github.camelopenai.internal.client.call.OpenBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a recording is handed on, and what is taken for one. */
class SpeechReaderTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Gives one piece at a time; whoever waits for more than all of them fails. */
    private static InputStream pieces(String... pieces) {
        return new InputStream() {
            private int next;

            @Override
            public int read() {
                throw new AssertionError("bytes are read in pieces");
            }

            @Override
            public int read(byte[] target, int offset, int count) {
                if (count == 0) {
                    return 0;
                }
                if (next == pieces.length) {
                    throw new AssertionError("the reader waits for more than has arrived");
                }
                byte[] piece = bytes(pieces[next++]);
                System.arraycopy(piece, 0, target, offset, piece.length);
                return piece.length;
            }
        };
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"mp3, ID3", "opus, OggS", "flac, fLaC", "mp3, \u00FF\u00FB", "aac, ADIF"})
    void aSignatureIsEnough(String format, String first) throws IOException {
        SpeechReader reader = new SpeechReader(format, false);

        OpenBody body = reader.read(new FakeReplyHead(200, "content-type", "audio/x"), pieces(first, "rest"));

        assertThat(body.readNBytes(first.length() + 4)).isEqualTo(bytes(first + "rest"));
    }

    /** A wave file under the name of raw samples shows itself in so many bytes. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008A\u008B", "abcdefghijkl"})
    void samplesAreHandedOnAsSoonAsNoSignatureCanFollow(String first) throws IOException {
        SpeechReader reader = new SpeechReader("pcm", false);

        OpenBody body = reader.read(
                new FakeReplyHead(200, "content-type", "audio/x"),
                pieces(first.substring(0, 1), first.substring(1), "rest"));

        assertThat(body.readNBytes(first.length() + 4)).isEqualTo(bytes(first + "rest"));
    }

    @Test
    void aDocumentIsReadToItsEndHoweverItComes() {
        InputStream slow = new ByteArrayInputStream(bytes("{\"error\":{\"message\":\"no\"}}")) {
            @Override
            public synchronized int read(byte[] target, int offset, int count) {
                return super.read(target, offset, 1);
            }
        };

        assertThatThrownBy(() -> new SpeechReader("pcm", false).read(new FakeReplyHead(200), slow))
                .isInstanceOf(FailureInBody.class);
    }

    @Test
    void aTextWithoutAnEndIsGivenUp() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }
        };

        assertThatThrownBy(() -> new SpeechReader("mp3", false).read(new FakeReplyHead(200), endless))
                .isInstanceOf(OpenAiResponseException.class)
                .hasMessage("the answer is no recording but a text (without a Content-Type)");
    }

    @Test
    void theRestBreaksOffWhereTheServerBreaksItOff() throws IOException {
        InputStream cut = new InputStream() {
            private int given;

            @Override
            public int read() throws IOException {
                if (given == MediaType.HEAD) {
                    throw new IOException("reset");
                }
                given++;
                return 0;
            }
        };

        OpenBody body = new SpeechReader("pcm", false).read(new FakeReplyHead(200), cut);

        assertThat(body.readNBytes(MediaType.HEAD)).containsOnly(0);
        assertThatThrownBy(body::read).hasMessageContaining("broke off after 12 bytes");
    }

    @Test
    void eventsAreHandedOnWhereTheyWereAskedFor() throws IOException {
        FakeReplyHead head = new FakeReplyHead(200, "content-type", "text/event-stream; charset=utf-8");

        OpenBody body = new SpeechReader("mp3", true).read(head, new ByteArrayInputStream(bytes("data: {}\n\n")));

        assertThat(body.readAllBytes()).asString().isEqualTo("data: {}\n\n");
        assertThatThrownBy(() -> new SpeechReader("mp3", false).read(head, pieces("data: {}\n\n", "\0\0")))
                .isInstanceOf(OpenAiResponseException.class);
    }
}
