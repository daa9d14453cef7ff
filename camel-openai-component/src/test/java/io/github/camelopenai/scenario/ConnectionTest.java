// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.TlsKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import okhttp3.OkHttpClient;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How a server is reached: through TLS, through a proxy, with a client of the user's own. */
class ConnectionTest extends Scenario {

    @Nested
    class ThroughTls {

        @Test
        void aServerThatTheOptionTrustsIsCalled() throws Exception {
            try (TlsServer server = TlsServer.start()) {
                camel.getRegistry().bind("tls", TlsKeys.get().trusting());

                Exchange answer = call("openai:chat?sslContextParameters=#tls&baseUrl=" + server.baseUrl(), "hello");

                assertThat(bodyOf(answer)).isEqualTo("over TLS");
            }
        }

        @Test
        void theSettingsOfTheContextAreUsedWhenAskedFor() throws Exception {
            try (TlsServer server = TlsServer.start()) {
                camel.setSSLContextParameters(TlsKeys.get().trusting());
                component.setUseGlobalSslContextParameters(true);

                assertThat(bodyOf(call("openai:chat?baseUrl=" + server.baseUrl(), "hello")))
                        .isEqualTo("over TLS");
            }
        }

        @Test
        void aServerThatNobodyTrustsIsAFailureThatWillNotPass() throws Exception {
            try (TlsServer server = TlsServer.start()) {
                OpenAiTransportException failure = failureOf(
                        call("openai:chat?baseUrl=" + server.baseUrl(), "hello"), OpenAiTransportException.class);

                assertThat(failure)
                        .hasMessageContaining("TLS failed")
                        .hasMessageContaining("check sslContextParameters");
                assertThat(failure.isRetryable()).isFalse();
                assertThat(failure.attempts()).isEqualTo(1);
            }
        }
    }

    @Nested
    class ThroughAProxy {

        @Test
        void theProxyIsAskedForTheServer() {
            Exchange answer = call(
                    "openai:chat?baseUrl=http://no-such-host.invalid/v1&proxyHost=127.0.0.1&proxyPort=" + openAi.port(),
                    "hello");

            assertThat(bodyOf(answer)).isEqualTo("You said: hello");
            assertThat(request().header("host")).hasValue("no-such-host.invalid");
        }

        @Test
        void withoutItTheHostIsNotKnown() {
            OpenAiTransportException failure = failureOf(
                    call("openai:chat?maxRetries=0&baseUrl=http://no-such-host.invalid/v1", "hello"),
                    OpenAiTransportException.class);

            assertThat(failure)
                    .hasMessage("no whole answer from http://no-such-host.invalid/v1/chat/completions: the host is not"
                            + " known; check baseUrl, proxyHost and DNS");
        }
    }

    @Test
    void aClientOfTheUsersOwnIsUsedWithItsInterceptors() {
        component.setHttpClient(new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(
                        chain.request().newBuilder().header("X-Mine", "yes").build()))
                .build());

        bodyOf(call("openai:chat", "hello"));

        assertThat(request().header("x-mine")).hasValue("yes");
    }

    /** A server with a certificate that it has signed itself, and one answer. */
    private record TlsServer(HttpsServer server) implements AutoCloseable {

        static TlsServer start() throws IOException {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(TlsKeys.get().context()));
            server.createContext("/v1/chat/completions", exchange -> {
                exchange.getRequestBody().readAllBytes();
                byte[] answer = "{\"choices\":[{\"message\":{\"content\":\"over TLS\"},\"finish_reason\":\"stop\"}]}"
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            return new TlsServer(server);
        }

        String baseUrl() {
            return "https://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
