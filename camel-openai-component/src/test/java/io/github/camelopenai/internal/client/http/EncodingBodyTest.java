// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Source;
import io.github.camelopenai.internal.client.call.SourceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import okio.Sink;
import okio.Timeout;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document whose media become base64 on their way. */
class EncodingBodyTest {

    private static Payload.Plain plain(String text) {
        return new Payload.Plain(text.getBytes(StandardCharsets.UTF_8));
    }

    private static EncodingBody body(Payload.Piece... pieces) {
        return new EncodingBody(new Payload.JsonWithMedia(List.of(pieces)));
    }

    private static String written(EncodingBody body) throws IOException {
        Buffer sink = new Buffer();
        body.writeTo(sink);
        return sink.readUtf8();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 100, 101, 102, 8_191, 8_192, 8_193, 50_000, 50_001, 50_002})
    void isWhatABase64EncoderMakesOfTheBytes(int size) throws IOException {
        byte[] bytes = random(size);
        EncodingBody body = body(plain("{\"é\":\""), new Payload.Base64Piece(size, Source.of(bytes)), plain("\"}"));

        String written = written(body);

        assertThat(written).isEqualTo("{\"é\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}");
        assertThat(body.contentLength()).isEqualTo(written.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void hasTheSameBytesHoweverTheSourceWritesThem() throws IOException {
        byte[] bytes = random(1_000);

        String written = written(body(new Payload.Base64Piece(bytes.length, sink -> {
            for (byte value : bytes) {
                sink.write(value);
            }
        })));

        assertThat(written).isEqualTo(Base64.getEncoder().encodeToString(bytes));
    }

    @Test
    void keepsSeveralMediaApartInTheirOrder() throws IOException {
        EncodingBody body = body(
                plain("["),
                new Payload.Base64Piece(1, Source.of(new byte[] {1})),
                plain(","),
                new Payload.Base64Piece(2, Source.of(new byte[] {2, 3})),
                plain("]"));

        assertThat(written(body)).isEqualTo("[AQ==,AgM=]");
        assertThat(body.contentLength()).isEqualTo(11);
    }

    @Test
    void isReadAgainForEachAttempt(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a"), new byte[] {1, 2, 3});
        EncodingBody body = body(new Payload.Base64Piece(3, Source.of(file)));

        assertThat(written(body)).isEqualTo("AQID");
        assertThat(written(body)).isEqualTo("AQID");
        assertThat(body.isOneShot()).isFalse();
    }

    @Nested
    class AFileThatIsNotWhatItWas {

        @TempDir
        private Path folder;

        @Test
        void failsBeforeAByteTooManyIsSent() throws IOException {
            Path file = Files.write(folder.resolve("a"), new byte[] {1, 2, 3});
            EncodingBody body = body(plain("["), new Payload.Base64Piece(3, Source.of(file)), plain("]"));
            Files.write(file, new byte[] {4}, StandardOpenOption.APPEND);

            Buffer sink = new Buffer();

            assertThatThrownBy(() -> body.writeTo(sink))
                    .isInstanceOf(SourceFailure.class)
                    .hasMessage("a file or stream of the request had 3 bytes at first and more while it was sent; write"
                            + " it to its end before this step");
            assertThat(sink.size()).isLessThan(body.contentLength());
        }

        @Test
        void failsWhenItHasBecomeShorter() throws IOException {
            Path file = Files.write(folder.resolve("a"), new byte[] {1, 2, 3});
            EncodingBody body = body(new Payload.Base64Piece(3, Source.of(file)));
            Files.write(file, new byte[] {1});

            assertThatThrownBy(() -> written(body))
                    .isInstanceOf(SourceFailure.class)
                    .hasMessage("a file or stream of the request had 3 bytes at first and 1 while it was sent; write it"
                            + " to its end before this step");
        }

        @Test
        void failsWhenItIsGone() throws IOException {
            Path file = Files.write(folder.resolve("a"), new byte[] {1, 2, 3});
            EncodingBody body = body(new Payload.Base64Piece(3, Source.of(file)));
            Files.delete(file);

            assertThatThrownBy(() -> written(body))
                    .isInstanceOf(SourceFailure.class)
                    .hasMessage("a file or stream of the request could not be read while it was sent:"
                            + " NoSuchFileException " + file);
        }

        @Test
        void failsEvenIfTheSourceHidesIt() {
            EncodingBody body = body(new Payload.Base64Piece(1, sink -> {
                try {
                    sink.write(new byte[] {1, 2});
                } catch (IOException e) {
                    // as some stream caches do
                }
            }));

            assertThatThrownBy(() -> written(body)).isInstanceOf(SourceFailure.class);
        }
    }

    @Test
    void aBrokenConnectionIsNotBlamedOnTheSource() {
        IOException reset = new IOException("connection reset");
        Sink broken = new Sink() {
            @Override
            public void write(Buffer source, long byteCount) throws IOException {
                throw reset;
            }

            @Override
            public void flush() {}

            @Override
            public Timeout timeout() {
                return Timeout.NONE;
            }

            @Override
            public void close() {}
        };
        BufferedSink sink = Okio.buffer(broken);

        Throwable failure = catchThrowable(() -> body(new Payload.Base64Piece(100_000, Source.of(new byte[100_000])))
                .writeTo(sink));

        assertThat(failure).isSameAs(reset);
    }
}
