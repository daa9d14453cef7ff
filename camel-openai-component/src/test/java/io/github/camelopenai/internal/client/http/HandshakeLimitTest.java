// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.internal.RawServer;
import io.github.camelopenai.internal.TlsKeys;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limit of a handshake holds until the handshake ends, and no longer. */
@Timeout(30)
class HandshakeLimitTest {

    private static final Duration LIMIT = Duration.ofSeconds(7);

    private final ManualTimer timer = new ManualTimer(new ManualTicker());
    private final OkHttpClient http = client();

    private OkHttpClient client() {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .readTimeout(Duration.ZERO)
                .sslSocketFactory(
                        TlsKeys.get().context().getSocketFactory(),
                        TlsKeys.get().trustManager());
        Handshakes handshakes = new Handshakes();
        handshakes.watch(builder);
        handshakes.limit(builder, builder.build(), timer, LIMIT);
        return builder.build();
    }

    @AfterEach
    void hangUp() {
        http.connectionPool().evictAll();
    }

    private int post(int port) throws IOException {
        Request request = new Request.Builder()
                .url("https://127.0.0.1:" + port)
                .post(RequestBody.create("{}", MediaType.get("application/json")))
                .build();
        try (Response response = http.newCall(request).execute()) {
            response.body().string();
            return response.code();
        }
    }

    @Test
    void aConnectionOutlastsIt() throws IOException {
        try (RawServer server = new RawServer(TlsKeys.get().listener(), (connection, request) -> {
            timer.advance(LIMIT);
            RawServer.write(connection, 200, "", "{}");
        })) {
            assertThat(post(server.port())).isEqualTo(200);
            assertThat(post(server.port())).isEqualTo(200);

            assertThat(timer.pending()).isZero();
            assertThat(http.connectionPool().connectionCount()).isEqualTo(1);
        }
    }

    @Test
    void aHandshakeThatGoesOnIsEndedByIt() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    end.complete(new AssertionError("answered " + post(silent.getLocalPort())));
                } catch (IOException e) {
                    end.complete(e);
                }
            });
            caller.start();
            silent.accept().getInputStream().read(); // the handshake has begun

            timer.runNext();

            assertThat(end.join())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("connect timed out in the TLS handshake");
            caller.join();
            assertThat(timer.pending()).isZero();
        }
    }

    @Test
    void aHandshakeThatFailsLeavesNothing() throws IOException {
        try (ServerSocket closing = new ServerSocket(0)) {
            Thread peer = new Thread(() -> {
                try {
                    closing.accept().close();
                } catch (IOException e) {
                    // the test is over
                }
            });
            peer.start();

            assertThatThrownBy(() -> post(closing.getLocalPort())).isInstanceOf(IOException.class);

            assertThat(timer.pending()).isZero();
        }
    }
}
