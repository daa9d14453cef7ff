// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.internal.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on this side is named for what it is, sent once, and not taken for the network. */
@Timeout(60)
class WhoseFaultTest extends RawServerScenario {

    /** JSON of so many mebibytes, written as it is made. */
    static void writeLarge(Socket connection, String head, int mebibytes, String tail) throws IOException {
        byte[] filler = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        long length = head.length() + tail.length() + (long) mebibytes * filler.length;
        OutputStream out = connection.getOutputStream();
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + head)
                .getBytes(StandardCharsets.US_ASCII));
        for (int written = 0; written < mebibytes; written++) {
            out.write(filler);
        }
        out.write(tail.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "embed", "image"})
    void anAnswerThatIsLargerThanIsKeptIsAskedForOnce(String operation) {
        server.behave((connection, request) -> writeLarge(connection, "{\"x\":\"", 65, "\"}"));

        Exchange answer = call("openai:" + operation + "?storeFullResponse=true", "hello");

        assertThat(failureOf(answer, OpenAiResponseException.class))
                .hasMessageContaining("storeFullResponse")
                .matches(failure -> failure.attempts() == 1)
                .matches(failure -> !failure.isRetryable());
        assertThat(server.received()).hasSize(1);
    }

    @Nested
    class AFileOfTheRequest {

        @TempDir
        Path folder;

        private Path recording(int bytes) throws IOException {
            return Files.write(folder.resolve("a.mp3"), new byte[bytes]);
        }

        private void fails(Exchange answer, String why, int sent) {
            assertThat(failureOf(answer, OpenAiRequestException.class))
                    .hasMessageContaining("a file or stream of the request")
                    .hasMessageContaining(why)
                    .matches(failure -> !failure.isRetryable());
            assertThat(server.received()).hasSize(sent);
        }

        @Test
        void thatIsDeletedBetweenTwoAttempts() throws IOException {
            Path recording = recording(1000);
            server.behave((connection, request) -> {
                Files.deleteIfExists(recording);
                RawServer.write(connection, 503, "", "{}");
            });

            fails(call("openai:transcribe", recording.toFile()), "could not be read", 1);
        }

        @Test
        void thatGrowsBetweenTwoAttempts() throws IOException {
            Path recording = recording(1000);
            server.behave((connection, request) -> {
                Files.write(recording, new byte[100_000], StandardOpenOption.APPEND);
                RawServer.write(connection, 503, "", "{}");
            });

            fails(call("openai:transcribe", recording.toFile()), "had 1000 bytes at first and more", 1);
        }

        @Test
        void thatShrinksBetweenTwoAttempts() throws IOException {
            Path recording = recording(1000);
            server.behave((connection, request) -> {
                Files.write(recording, new byte[10]);
                RawServer.write(connection, 503, "", "{}");
            });

            fails(call("openai:transcribe", recording.toFile()), "had 1000 bytes at first and 10", 1);
        }

        @Test
        void thatIsAPictureInAChat() throws IOException {
            Path picture = Files.write(
                    folder.resolve("a.png"),
                    Base64.getDecoder()
                            .decode(
                                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));
            server.behave((connection, request) -> {
                Files.deleteIfExists(picture);
                RawServer.write(connection, 503, "", "{}");
            });

            fails(call("openai:chat", picture.toFile()), "could not be read", 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".s",
                "s",
                ".",
                "..s",
                "1.s",
                "1..s",
                "\u0663s",
                "1\u0663s",
                "\u0967.\u0968m",
                "1e5s",
                "-1s",
                "+1s",
                "1s1",
                "1 s",
                "NaNs",
                "Infinitys",
                "0x1ps",
                "1_0s",
                "99999999999999999999999999999999s",
                "1h.m",
                "\u00b5s",
                "1\u00b5s"
            })
    void aHeaderNeverFailsAnAnswer(String strange) {
        server.behave(RawServer.answering(
                200,
                "x-ratelimit-limit-requests: 500\r\nx-ratelimit-remaining-requests: 499\r\n"
                        + "x-ratelimit-reset-requests: " + strange + "\r\n"
                        + "x-ratelimit-limit-tokens: 30000\r\nx-ratelimit-remaining-tokens: 29000\r\n"
                        + "x-ratelimit-reset-tokens: " + strange + "\r\nRetry-After: " + strange
                        + "\r\nretry-after-ms: " + strange + "\r\nx-request-id: " + strange + "\r\n",
                RawServer.HELLO));

        Exchange answer = call("openai:chat", "hello");

        assertThat(bodyOf(answer)).isEqualTo("hello");
        assertThat(server.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0663", "+5", "1.5", "9999999999999999999999", "x", "\u0967\u0968"})
    void aNumberThatIsNoneIsAbsent(String strange) {
        server.behave(RawServer.answering(
                200,
                "x-ratelimit-limit-requests: " + strange + "\r\nx-ratelimit-remaining-requests: " + strange + "\r\n"
                        + "x-ratelimit-limit-tokens: " + strange + "\r\nx-ratelimit-remaining-tokens: " + strange
                        + "\r\n",
                RawServer.HELLO));

        Exchange answer = call("openai:chat", "hello");

        assertThat(bodyOf(answer)).isEqualTo("hello");
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.RATE_LIMIT_REMAINING_REQUESTS))
                .isNull();
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.RATE_LIMIT_REMAINING_TOKENS))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({".s", "\u0663", "Mon, 99 Nov 2026 99:99:99 GMT", "99999999999999999999", "1e9", "-1"})
    void norARefusal(String wait) {
        server.behave(RawServer.answering(
                503,
                "Retry-After: \"" + wait + "\"\r\nretry-after-ms: " + wait + "\r\n",
                "{\"error\":{\"message\":\"no\"}}"));

        Exchange answer = call("openai:chat?maxRetries=1", "hello");

        assertThat(failureOf(answer, OpenAiServerException.class).attempts()).isEqualTo(2);
    }

    /** Run in a JVM of its own, as the folder for temporary files is read once. */
    static final class WithoutTemporaryFolder {

        public static void main(String[] arguments) throws Exception {
            byte[] picture = new byte[1 << 20];
            new Random(7).nextBytes(picture);
            String answer = "{\"data\":[{\"b64_json\":\"" + Base64.getEncoder().encodeToString(picture) + "\"}]}";
            try (RawServer server = new RawServer(RawServer.answering(200, "", answer));
                    DefaultCamelContext camel = new DefaultCamelContext()) {
                camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:draw")
                                .to("openai:image?apiKey=none&retryInitialDelay=1&baseUrl=" + server.baseUrl());
                    }
                });
                camel.start();
                Exchange end = camel.createProducerTemplate().request("direct:draw", exchange -> exchange.getMessage()
                        .setBody("a cat"));
                OpenAiException failure = (OpenAiException) end.getException();
                System.out.println("sent " + server.received().size() + ", " + failure.attempts() + " attempt: "
                        + failure.getClass().getSimpleName() + ": " + failure.getMessage());
            }
        }
    }

    @Test
    void aMissingFolderForTemporaryFilesIsNamedAndTheAnswerIsAskedForOnce(@TempDir Path folder) throws Exception {
        String said =
                ChildJvm.run(WithoutTemporaryFolder.class, List.of("-Djava.io.tmpdir=" + folder.resolve("missing")));

        assertThat(said)
                .contains("sent 1, 1 attempt: OpenAiResponseException: the answer of /images/generations came but could"
                        + " not be read or kept on this side: NoSuchFileException: " + folder.resolve("missing"));
    }
}
