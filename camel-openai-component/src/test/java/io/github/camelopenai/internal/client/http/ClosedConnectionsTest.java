// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.internal.RawServer;
import io.github.camelopenai.internal.TlsKeys;
import io.github.camelopenai.internal.time.ManualTicker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of connections that the server closes while nobody uses them. */
@Timeout(30)
class ClosedConnectionsTest {

    private static final int IDLE = 5;

    private final ManualTicker ticker = new ManualTicker();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RawServer server;
    private OkHttpClient http;

    @BeforeEach
    void listen() throws Exception {
        OkHttpClient.Builder builder = new OkHttpClient.Builder();
        SentOnce.applyTo(builder, ticker);
        http = builder.build();
        CyclicBarrier all = new CyclicBarrier(IDLE);
        server = new RawServer((connection, request) -> {
            all.await(20, TimeUnit.SECONDS);
            RawServer.write(connection, 200, "", RawServer.HELLO);
        });
        List<Future<Integer>> calls = new ArrayList<>();
        for (int call = 0; call < IDLE; call++) {
            calls.add(threads.submit(() -> post()));
        }
        for (Future<Integer> call : calls) {
            assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        }
        assertThat(http.connectionPool().idleConnectionCount()).isEqualTo(IDLE);
        server.behave(RawServer.answering(200, "", RawServer.HELLO));
    }

    @AfterEach
    void hangUp() throws IOException {
        threads.shutdownNow();
        http.connectionPool().evictAll();
        server.close();
    }

    private int post() throws IOException {
        return post(http, server.baseUrl());
    }

    private static int post(OkHttpClient http, String baseUrl) throws IOException {
        Request request = new Request.Builder()
                .url(baseUrl + "/chat/completions")
                .post(RequestBody.create("{}", MediaType.get("application/json")))
                .build();
        try (Response response = http.newCall(request).execute()) {
            response.body().string();
            return response.code();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allAreReplacedBeforeAnythingIsWritten(boolean reset) throws Exception {
        server.closeConnections(reset);
        ticker.advance(Duration.ofMillis(20));

        assertThat(post()).isEqualTo(200);

        assertThat(server.received()).hasSize(IDLE + 1);
        assertThat(http.connectionPool().connectionCount()).isEqualTo(1);
    }

    @Test
    void anOpenOneIsKept() throws IOException {
        ticker.advance(Duration.ofSeconds(3));

        assertThat(post()).isEqualTo(200);

        assertThat(server.received()).hasSize(IDLE + 1);
        assertThat(http.connectionPool().connectionCount()).isEqualTo(IDLE);
    }

    @Test
    void oneOnWhichTheServerSaysGoodbyeIsReplaced() throws IOException {
        server.sayUnasked("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        ticker.advance(Duration.ofSeconds(3));

        assertThat(post()).isEqualTo(200);
    }

    @Test
    void overTlsAnOpenOneIsKeptAndAClosedOneReplaced() throws Exception {
        try (Tls tls = new Tls()) {
            for (int round = 0; round < 3; round++) {
                assertThat(tls.post()).isEqualTo(200);
                ticker.advance(Duration.ofSeconds(1));
            }
            assertThat(tls.connections).hasValue(1);

            tls.server.closeConnections(false);
            assertThat(tls.post()).isEqualTo(200);

            assertThat(tls.connections).hasValue(2);
            assertThat(tls.server.received()).hasSize(4);
        }
    }

    /** The same over TLS, which has messages of its own while a connection rests. */
    private final class Tls implements AutoCloseable {
        private final AtomicInteger connections = new AtomicInteger();
        private final RawServer server;
        private final OkHttpClient client;

        Tls() throws IOException {
            TlsKeys keys = TlsKeys.get();
            server = new RawServer(keys.listener(), RawServer.answering(200, "", RawServer.HELLO));
            OkHttpClient.Builder builder = new OkHttpClient.Builder()
                    .sslSocketFactory(keys.context().getSocketFactory(), keys.trustManager())
                    .eventListener(new EventListener() {
                        @Override
                        public void secureConnectEnd(Call call, Handshake handshake) {
                            connections.incrementAndGet();
                        }
                    });
            SentOnce.applyTo(builder, ticker);
            client = builder.build();
        }

        int post() throws IOException {
            return ClosedConnectionsTest.post(client, server.baseUrl().replace("http:", "https:"));
        }

        @Override
        public void close() throws IOException {
            client.connectionPool().evictAll();
            server.close();
        }
    }

    /** It is the same to us as a server that has read the request, so it is for the retries to decide. */
    @Test
    void whatHasBeenWrittenIsNotWrittenAgain() throws IOException {
        server.behave(RawServer.closing());
        ticker.advance(Duration.ofSeconds(3));

        assertThatThrownBy(this::post).isInstanceOf(IOException.class);

        assertThat(server.received()).hasSize(IDLE + 1);
    }
}
