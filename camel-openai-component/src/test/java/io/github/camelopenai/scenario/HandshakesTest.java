// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.RawServer;
import io.github.camelopenai.internal.TlsKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A TLS handshake keeps to connectTimeout, and one that breaks off is a broken connection. */
@Timeout(60)
class HandshakesTest extends Scenario {

    /** The beginning of a record of the handshake that announces 16 KiB. */
    private static final byte[] RECORD = {0x16, 3, 3, 0x40, 0};

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket listener;

    /** What is done to a connection, whose number begins at 1. */
    @FunctionalInterface
    private interface Peer {

        void meet(Socket connection, int number) throws Exception;
    }

    @BeforeEach
    void trust() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        camel.getRegistry().bind("tls", TlsKeys.get().trusting());
    }

    @AfterEach
    void hangUp() throws IOException {
        listener.close();
        drips.shutdownNow();
        threads.shutdownNow();
    }

    @Override
    void configure(OpenAiConfiguration options) {
        options.setRetryInitialDelay(1);
        options.setRetryMaxDelay(2);
    }

    private void listen(Peer peer) {
        threads.execute(() -> {
            try {
                while (true) {
                    Socket connection = listener.accept();
                    int number = connections.incrementAndGet();
                    threads.execute(() -> meet(peer, connection, number));
                }
            } catch (IOException closed) {
                // the test is over
            }
        });
    }

    private static void meet(Peer peer, Socket connection, int number) {
        try {
            peer.meet(connection, number);
        } catch (Exception gone) {
            // the other side has enough
        }
    }

    private Exchange call(String options) {
        return call(
                "openai:chat?sslContextParameters=#tls&baseUrl=https://127.0.0.1:" + listener.getLocalPort() + "/v1"
                        + options,
                "hello");
    }

    /** Completes the handshake and answers. */
    private static void serve(Socket connection) throws IOException {
        SSLSocket secure = (SSLSocket)
                TlsKeys.get().context().getSocketFactory().createSocket(connection, null, connection.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) secure.getInputStream().read());
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .sum();
        secure.getInputStream().readNBytes(length);
        RawServer.write(secure, 200, "", RawServer.HELLO);
    }

    private static void readHello(Socket connection) throws IOException {
        connection.getInputStream().read(new byte[16 * 1024]);
    }

    @Test
    void aPeerThatSaysNothingIsLeftAtConnectTimeout() {
        listen((connection, number) -> {});

        Exchange answer = call("&connectTimeout=200&maxRetries=1");

        assertThat(failureOf(answer, OpenAiTransportException.class))
                .hasMessageContaining("no connection within connectTimeout")
                .matches(failure -> failure.attempts() == 2 && failure.isRetryable());
    }

    @Test
    void aPeerThatSaysOneByteAtATimeToo() {
        listen((connection, number) -> {
            OutputStream out = connection.getOutputStream();
            out.write(RECORD);
            drips.scheduleAtFixedRate(
                    () -> {
                        try {
                            out.write(1);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e); // which ends this
                        }
                    },
                    0,
                    20,
                    TimeUnit.MILLISECONDS);
        });

        Exchange answer = call("&connectTimeout=300&maxRetries=0");

        assertThat(failureOf(answer, OpenAiTransportException.class))
                .hasMessageContaining("no connection within connectTimeout");
    }

    @Test
    void anotherAddressOfTheHostIsTriedThen() throws IOException {
        try (RawServer good = new RawServer(
                new TlsListener(listener.getLocalPort()).open(), RawServer.answering(200, "", RawServer.HELLO))) {
            listen((connection, number) -> {});
            component.setHttpClient(new OkHttpClient.Builder()
                    .dns(host -> List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")))
                    .hostnameVerifier((host, session) -> true)
                    .build());

            Exchange answer = call(
                    "openai:chat?sslContextParameters=#tls&connectTimeout=2000&maxRetries=0&baseUrl=https://two.example:"
                            + listener.getLocalPort() + "/v1",
                    "hello");

            assertThat(bodyOf(answer)).isEqualTo("hello");
            assertThat(good.received()).hasSize(1);
        }
    }

    /** Another address of this machine, same port. */
    private record TlsListener(int port) {

        ServerSocket open() throws IOException {
            return TlsKeys.get()
                    .context()
                    .getServerSocketFactory()
                    .createServerSocket(port, 50, InetAddress.getByName("127.0.0.2"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"close", "reset", "close after some bytes", "reset after some bytes", "close before a word"})
    void aHandshakeThatBreaksOffIsTriedAgain(String how) {
        listen((connection, number) -> {
            if (number > 1) {
                serve(connection);
                return;
            }
            if (!how.contains("before")) {
                readHello(connection);
            }
            if (how.contains("some bytes")) {
                connection.getOutputStream().write(RECORD);
            }
            connection.setSoLinger(how.startsWith("reset"), 0);
            connection.close();
        });

        Exchange answer = call("&maxRetries=1");

        assertThat(bodyOf(answer)).isEqualTo("hello");
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(2);
    }

    @Test
    void aPeerThatSpeaksNoTlsIsNotTriedAgain() {
        listen((connection, number) -> {
            readHello(connection);
            connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
            connection.close();
        });

        Exchange answer = call("");

        assertThat(failureOf(answer, OpenAiTransportException.class))
                .hasMessageContaining("TLS failed")
                .hasMessageContaining("http://")
                .matches(failure -> failure.attempts() == 1);
    }
}
