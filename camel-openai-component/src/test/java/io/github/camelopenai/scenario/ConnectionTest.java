// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.camelopenai.error.OpenAiTransportException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import okhttp3.OkHttpClient;
import org.apache.camel.Exchange;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server is reached: through TLS, through a proxy, with a client of the user's own. */
class ConnectionTest extends Scenario {

    private static final String PASSWORD = "changeit";

    @Nested
    class ThroughTls {

        @Test
        void aServerThatTheOptionTrustsIsCalled(@TempDir Path folder) throws Exception {
            Path keys = keys(folder);
            try (TlsServer server = TlsServer.start(keys)) {
                camel.getRegistry().bind("tls", trusting(keys));

                Exchange answer = call("openai:chat?sslContextParameters=#tls&baseUrl=" + server.baseUrl(), "hello");

                assertThat(bodyOf(answer)).isEqualTo("over TLS");
            }
        }

        @Test
        void theSettingsOfTheContextAreUsedWhenAskedFor(@TempDir Path folder) throws Exception {
            Path keys = keys(folder);
            try (TlsServer server = TlsServer.start(keys)) {
                camel.setSSLContextParameters(trusting(keys));
                component.setUseGlobalSslContextParameters(true);

                assertThat(bodyOf(call("openai:chat?baseUrl=" + server.baseUrl(), "hello")))
                        .isEqualTo("over TLS");
            }
        }

        @Test
        void aServerThatNobodyTrustsIsAFailureThatWillNotPass(@TempDir Path folder) throws Exception {
            try (TlsServer server = TlsServer.start(keys(folder))) {
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

    private static Path keys(Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keys).exists();
        return keys;
    }

    private static SSLContextParameters trusting(Path keys) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + keys);
        store.setPassword(PASSWORD);
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    /** A server with a certificate that it has signed itself, and one answer. */
    private record TlsServer(HttpsServer server) implements AutoCloseable {

        static TlsServer start(Path keys) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream content = Files.newInputStream(keys)) {
                store.load(content, PASSWORD.toCharArray());
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
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
