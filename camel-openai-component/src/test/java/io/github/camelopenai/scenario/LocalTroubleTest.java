// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.RawServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder, a file or a stream of this machine that fails is named, and the call is made at most once. */
@Timeout(60)
class LocalTroubleTest extends RawServerScenario {

    private static final int LARGE = 300_000;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    @TempDir
    Path folder;

    @BeforeEach
    void redeliver() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0));
                from("direct:transcribe").noStreamCaching().to("openai:transcribe?fileName=a.mp3");
                from("direct:speak").to("openai:speech").convertBodyTo(byte[].class);
            }
        });
    }

    private static byte[] recording(int bytes) {
        byte[] recording = new byte[bytes];
        new Random(bytes).nextBytes(recording);
        System.arraycopy("ID3".getBytes(StandardCharsets.US_ASCII), 0, recording, 0, 3);
        return recording;
    }

    private static String image(byte[] picture) {
        return "{\"data\":[{\"b64_json\":\"" + Base64.getEncoder().encodeToString(picture) + "\"}]}";
    }

    /** A path on which no file can be made, whoever runs the test. */
    private Path impossible() throws IOException {
        return Files.writeString(folder.resolve("file"), "no folder").resolve("spool");
    }

    private void spoolTo(Path directory, String cipher) {
        camel.getStreamCachingStrategy().setSpoolDirectory(directory.toFile());
        camel.getStreamCachingStrategy().setSpoolCipher(cipher);
    }

    private void speak(byte[] recording) {
        server.behave((connection, request) -> {
            connection
                    .getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: " + recording.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().write(recording);
        });
    }

    @Test
    void anImageThatCannotBeKept() throws IOException {
        spoolTo(impossible(), null);
        server.behave(RawServer.answering(200, "", image(recording(LARGE))));

        Exchange answer = call("openai:image", "a cat");

        assertThat(failureOf(answer, OpenAiResponseException.class))
                .hasMessageContaining("could not be read or kept on this side")
                .hasMessageContaining(folder.resolve("file").toString())
                .hasMessageContaining("spoolDirectory")
                .matches(failure -> failure.attempts() == 1 && !failure.isRetryable());
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void aSpokenAnswerThatCannotBeKept() throws Exception {
        spoolTo(impossible(), null);
        speak(recording(LARGE));
        AtomicInteger reads = new AtomicInteger();
        List<Throwable> seen = new CopyOnWriteArrayList<>();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read").streamCaching().to("openai:speech").process(exchange -> {
                    InputStream body = exchange.getMessage().getBody(InputStream.class);
                    for (int again = 0; again < 2; again++) { // the second time from the start, as a redelivery does
                        try {
                            ((StreamCache) body).reset();
                            body.readAllBytes();
                            reads.incrementAndGet();
                        } catch (Exception e) {
                            seen.add(e);
                        }
                    }
                });
            }
        });

        bodyOf(call("direct:read", "hello"));

        assertThat(reads).hasValue(0);
        assertThat(seen).hasSize(2).allSatisfy(failure -> assertThat(failure)
                .isInstanceOf(OpenAiResponseException.class)
                .hasMessageContaining("could not be kept on this side")
                .hasMessageContaining(folder.resolve("file").toString()));
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void anUploadThatCannotBeKept() throws IOException {
        spoolTo(impossible(), null);
        server.behave(RawServer.answering(200, "", "{\"text\":\"spoken\"}"));

        Exchange answer = call("direct:transcribe", new ByteArrayInputStream(recording(LARGE)));

        assertThat(failureOf(answer, OpenAiRequestException.class))
                .hasMessageContaining(folder.resolve("file").toString())
                .hasMessageContaining("spoolDirectory")
                .matches(failure -> failure.attempts() == 0);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void aPictureOfAChatThatCannotBeKept() throws IOException {
        spoolTo(impossible(), null);
        byte[] picture = recording(LARGE);
        System.arraycopy(PNG, 0, picture, 0, PNG.length);

        Exchange answer = call("openai:chat", new ByteArrayInputStream(picture));

        assertThat(failureOf(answer, OpenAiRequestException.class))
                .hasMessageContaining(folder.resolve("file").toString())
                .hasMessageContaining("spoolDirectory")
                .matches(failure -> failure.attempts() == 0);
        assertThat(server.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 100_000})
    void aStreamOfTheRouteThatFails(int after) {
        server.behave(RawServer.answering(200, "", "{\"text\":\"spoken\"}"));
        byte[] recording = recording(LARGE);
        InputStream failsOnce = new ByteArrayInputStream(recording) {
            private boolean hasFailed;

            @Override
            public synchronized int read(byte[] target, int offset, int count) {
                if (!hasFailed && pos >= after && after > 0 || after == 0) {
                    hasFailed = true;
                    throw new UncheckedIOException(new IOException("the disk is on fire"));
                }
                return super.read(target, offset, hasFailed ? count : Math.min(count, after - pos));
            }
        };

        Exchange answer = call("direct:transcribe", failsOnce);

        assertThat(failureOf(answer, OpenAiRequestException.class).attempts()).isZero();
        assertThat(server.received()).as("the rest of it is no recording").isEmpty();
    }

    @Test
    void aFileThatIsRewrittenWithAsManyBytesBetweenTwoAttempts() throws IOException {
        Path recording = Files.write(folder.resolve("a.mp3"), recording(1000));
        Files.setLastModifiedTime(recording, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        server.behave((connection, request) -> {
            Files.write(recording, recording(1000));
            RawServer.write(connection, 503, "", "{}");
        });

        Exchange answer = call("openai:transcribe", recording.toFile());

        assertThat(failureOf(answer, OpenAiRequestException.class))
                .hasMessageContaining(recording.toString())
                .hasMessageContaining("was changed")
                .matches(failure -> !failure.isRetryable());
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void aPipeInThePlaceOfAFile() throws Exception {
        Path pipe = folder.resolve("pipe.mp3");
        try {
            if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
                return; // a file system without such pipes
            }
        } catch (IOException e) {
            return; // a machine without such pipes
        }

        Exchange answer = call("openai:transcribe", pipe.toFile());

        assertThat(failureOf(answer, OpenAiRequestException.class)).hasMessageContaining("is no regular file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void aTranscriptBeyondItsBound(String format) {
        server.behave((connection, request) -> WhoseFaultTest.writeLarge(connection, "{\"text\":\"", 65, "\"}"));

        Exchange answer = call("openai:transcribe?fileName=a.mp3&responseFormat=" + format, recording(1000));

        assertThat(failureOf(answer, OpenAiResponseException.class))
                .hasMessageContaining("larger than")
                .hasMessageNotContaining("storeFullResponse")
                .matches(failure -> failure.attempts() == 1 && !failure.isRetryable());
        assertThat(server.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RC4", "AES/CTR/NoPadding", "AES/CBC/PKCS5Padding"})
    void temporaryFilesAreMadeWhereCamelMakesItsOwnAndEncryptedAsThey(String cipher) throws Exception {
        Path spool = folder.resolve("spool");
        spoolTo(spool, cipher.isEmpty() ? null : cipher);
        byte[] recording = recording(LARGE);
        speak(recording);

        Exchange answer = call("direct:speak", "hello");

        assertThat((byte[]) bodyOf(answer)).isEqualTo(recording);
        assertThat(spool).isDirectory();
        try (Stream<Path> left = Files.list(spool)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aCipherThatDoesNotExistIsNamed() {
        spoolTo(folder, "ROT/13");
        server.behave(RawServer.answering(200, "", image(recording(LARGE))));

        Exchange answer = call("openai:image", "a cat");

        assertThat(failureOf(answer, OpenAiResponseException.class)).hasMessageContaining("spoolCipher=ROT/13");
        assertThat(server.received()).hasSize(1);
    }

    /** What is in the file, while it is there. */
    @Test
    void nothingIsReadableInAnEncryptedFile() throws Exception {
        spoolTo(folder, "AES/CTR/NoPadding");
        byte[] picture = new byte[LARGE];
        Arrays.fill(picture, (byte) 'x');
        System.arraycopy(PNG, 0, picture, 0, PNG.length);
        server.behave(RawServer.answering(200, "", image(picture)));
        List<String> contents = new CopyOnWriteArrayList<>();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:draw").to("openai:image").process(exchange -> {
                    for (String name : openSpools()) {
                        assertThat(name).startsWith(folder.toRealPath().toString());
                    }
                    contents.addAll(openSpoolContents());
                });
            }
        });

        Exchange answer = call("direct:draw", "a cat");

        assertThat(answer.getException()).isNull();
        assertThat(contents.isEmpty()).isEqualTo(!Files.isDirectory(Path.of("/proc/self/fd")));
        assertThat(contents)
                .allSatisfy(content -> assertThat(content).isNotEmpty().doesNotContain("xxxxxxxx"));
    }

    /** Linux gives the bytes of a file that is deleted while it is open. */
    private static List<String> openSpoolContents() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        List<String> contents = new ArrayList<>();
        try (Stream<Path> open = Files.list(descriptors)) {
            for (Path descriptor : open.toList()) {
                try {
                    if (Files.readSymbolicLink(descriptor).toString().contains(".spool")) {
                        contents.add(Files.readString(descriptor, StandardCharsets.ISO_8859_1));
                    }
                } catch (NoSuchFileException closedMeanwhile) {
                    // another one
                }
            }
        }
        return contents;
    }
}
