// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client meets on the wire. */
@Timeout(60)
class FaultyServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String QUESTION =
            "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAMED = QUESTION.replace("{\"model\"", "{\"stream\":true,\"model\"");

    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static void ask(Socket socket, String body) throws IOException {
        String request = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** All that comes until the server closes. */
    private byte[] answerTo(String body) throws IOException {
        try (Socket socket = connect()) {
            ask(socket, body);
            return socket.getInputStream().readAllBytes();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int statusOf(HttpClient client, String baseUrl) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void answersWellAfterTheFaultsAndCounts() throws Exception {
        // tag::faults[]
        server.next(Fault.status(503).header("Retry-After", "1"), Fault.resetAfter(Phase.REQUEST_READ));

        HttpClient client = HttpClient.newHttpClient();
        assertThat(statusOf(client, server.baseUrl())).isEqualTo(503);
        assertThatThrownBy(() -> statusOf(client, server.baseUrl())).isInstanceOf(IOException.class);
        assertThat(statusOf(client, server.baseUrl())).isEqualTo(200);

        assertThat(server.requestsRead()).isEqualTo(3);
        assertThat(server.heads().get(0)).startsWith("POST /v1/chat/completions");
        // end::faults[]
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"HANDSHAKE_BEGUN", "ANSWER_SENT"},
            mode = Mode.EXCLUDE)
    void sendsNothingMoreThanThePhaseSays(Phase phase) throws Exception {
        String whole = text(answerUpTo(Phase.ANSWER_SENT));

        byte[] sent = answerUpTo(phase);

        assertThat(whole).endsWith("data: [DONE]\n\n\r\n0\r\n\r\n");
        assertThat(sent.length).isLessThan(whole.getBytes(StandardCharsets.UTF_8).length);
        assertThat(sent.length == 0).isEqualTo(phase.compareTo(Phase.REQUEST_READ) <= 0);
        assertThat(server.requestsRead()).isEqualTo(phase.compareTo(Phase.REQUEST_READ) < 0 ? 1 : 2);
        switch (phase) {
            case STATUS_SENT -> assertThat(text(sent)).isEqualTo("HTTP/1.1 200 Status 200\r\n");
            case HEADERS_SENT -> assertThat(text(sent)).endsWith("chunked\r\n\r\n");
            case BETWEEN_EVENTS -> assertThat(text(sent)).endsWith("}\n\n\r\n");
            case INSIDE_EVENT -> assertThat(text(sent)).contains("data: ").doesNotEndWith("\n");
            case INSIDE_CHARACTER -> assertThat(sent[sent.length - 1] & 0xc0).isEqualTo(0xc0);
            default -> assertThat(whole).startsWith(text(sent).replace("\ufffd", ""));
        }
    }

    private byte[] answerUpTo(Phase phase) throws IOException {
        server.next(Fault.closeAfter(phase));
        return answerTo(STREAMED);
    }

    @Test
    void aResetIsAReset() throws Exception {
        server.next(Fault.resetAfter(Phase.HALF_BODY_SENT));

        assertThatThrownBy(() -> answerTo(QUESTION)).isInstanceOf(SocketException.class);
    }

    @Test
    void aStallEndsWithItsRelease() throws Exception {
        server.next(Fault.stallAfter(Phase.HEADERS_SENT));

        try (Socket socket = connect()) {
            ask(socket, QUESTION);
            server.awaitStalled(1, PATIENCE);
            assertThat(server.openConnections()).isEqualTo(1);
        }
        server.release();

        assertThat(server.awaitClosed(PATIENCE)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void eachFramingHasBytesAndAnEnd(Framing framing) throws Exception {
        server.next(Fault.framing(framing));

        assertThat(answerTo(QUESTION)).isNotEmpty();
    }

    @Test
    void theBombBecomesAGigabyte() throws Exception {
        server.next(Fault.framing(Framing.GZIP_BOMB));

        byte[] answer = answerTo(QUESTION);

        int head = new String(answer, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
        assertThat(answer.length).isLessThan(3 * 1024 * 1024);
        InputStream body = new GZIPInputStream(new ByteArrayInputStream(answer, head, answer.length - head));
        assertThat(text(body.readNBytes(10))).startsWith("{\"id\"");
        assertThatThrownBy(() -> body.skipNBytes(2L << 30)).isInstanceOf(EOFException.class);
    }

    static Stream<Fault> answers() {
        return Stream.of(
                Fault.redirect(307, "http://other.example/"),
                Fault.reply(Reply.rateLimited(Duration.ofSeconds(2))),
                Fault.status(103),
                Fault.status(204),
                Fault.raw("HTTP/1.1 418 Teapot\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void sendsWhatItIsAskedFor(Fault fault) throws Exception {
        server.next(fault.thenClose(Phase.ANSWER_SENT));

        String answer = text(answerTo(QUESTION));

        List<String> statuses = answer.lines()
                .filter(line -> line.startsWith("HTTP/1.1"))
                .map(line -> line.substring(9, 12))
                .toList();
        switch (statuses.get(0)) {
            case "307" -> assertThat(answer).contains("Location: http://other.example/\r\n");
            case "429" -> assertThat(answer).contains("retry-after: 2\r\n", "\"rate_limit_exceeded\"");
            case "103" -> assertThat(statuses).containsExactly("103", "200");
            case "204" -> assertThat(answer).endsWith("204\r\n\r\n");
            default -> assertThat(answer).isEqualTo("HTTP/1.1 418 Teapot\r\n\r\n");
        }
    }

    @Test
    void aRequestInChunksIsReadToItsEnd() throws Exception {
        server.next(Fault.closeAfter(Phase.ANSWER_SENT));
        try (Socket socket = connect()) {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes("POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            for (String piece : List.of(QUESTION.substring(0, 20), QUESTION.substring(20), "")) {
                request.writeBytes((Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
            }
            socket.getOutputStream().write(request.toByteArray());

            assertThat(text(socket.getInputStream().readAllBytes())).contains("HTTP/1.1 200", "Kamel");
        }
    }

    @Test
    void aFaultThatCannotBeIsRefused() {
        assertThatThrownBy(() -> server.next(Fault.closeAfter(Phase.HANDSHAKE_BEGUN)))
                .hasMessageContaining("without a certificate");
        assertThatThrownBy(() -> Fault.reply(Reply.connectionReset())).hasMessageContaining("use resetAfter");
        assertThatThrownBy(() -> Fault.status(99)).hasMessageContaining("but was 99");
    }

    @Nested
    class WithTls {

        private int status(TestCertificate certificate, Fault... faults) throws Exception {
            try (FaultyServer secure = FaultyServer.start(certificate).next(faults)) {
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(certificate.clientContext())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                return statusOf(client, secure.baseUrl());
            }
        }

        @Test
        void aClientThatTrustsTheAuthorityIsAnswered() throws Exception {
            assertThat(status(TestCertificate.valid())).isEqualTo(200);
        }

        @ParameterizedTest
        @CsvSource({"expired", "for another host"})
        void aCertificateThatIsNotGoodIsRefused(String kind) {
            TestCertificate certificate =
                    kind.equals("expired") ? TestCertificate.expired() : TestCertificate.forHost("other.example");

            assertThatThrownBy(() -> status(certificate)).isInstanceOf(SSLHandshakeException.class);
        }

        @Test
        void theHandshakeCanBeCut() {
            assertThatThrownBy(() -> status(TestCertificate.valid(), Fault.closeAfter(Phase.HANDSHAKE_BEGUN)))
                    .isInstanceOf(IOException.class);
        }
    }
}
