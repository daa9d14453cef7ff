// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.RawServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import okhttp3.OkHttpClient;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure on the way through a proxy names the proxy, and never its password. */
@Timeout(60)
class ProxyFailureTest extends Scenario {

    private static final String PASSWORD = "hunter2hunter2";

    private RawServer proxy;

    @BeforeEach
    void listen() throws IOException {
        proxy = new RawServer(RawServer.answering(200, "", RawServer.HELLO));
    }

    @AfterEach
    void hangUp() throws IOException {
        proxy.close();
    }

    @Override
    void configure(OpenAiConfiguration options) {
        options.setRetryInitialDelay(1);
        options.setRetryMaxDelay(2);
    }

    private <T extends OpenAiException> T failure(String baseUrl, String host, int port, Class<T> type) {
        T failure = failureOf(
                call(
                        "openai:chat?maxRetries=1&baseUrl=" + baseUrl + "&proxyHost=" + host + "&proxyPort=" + port
                                + "&proxyUsername=joe&proxyPassword=" + PASSWORD,
                        "hello"),
                type);
        assertThat(failure).hasMessageNotContaining(PASSWORD).hasMessageNotContaining("joe");
        return failure;
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://api.example/v1", "https://api.example/v1"})
    void oneThatRefusesTheConnection(String baseUrl) throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }

        OpenAiTransportException failure = failure(baseUrl, "127.0.0.1", port, OpenAiTransportException.class);

        assertThat(failure)
                .hasMessageContaining("through the proxy 127.0.0.1:" + port)
                .hasMessageContaining("the proxy refused the connection")
                .hasMessageContaining("proxyHost and proxyPort");
        assertThat(failure.attempts()).isEqualTo(2);
    }

    @Test
    void oneWhoseHostIsNotKnown() {
        OpenAiTransportException failure =
                failure("https://api.example/v1", "no-proxy.invalid", 3128, OpenAiTransportException.class);

        assertThat(failure)
                .hasMessageContaining("through the proxy no-proxy.invalid:3128")
                .hasMessageContaining("the host of the proxy or of the server is not known");
    }

    @ParameterizedTest
    @CsvSource({"403, 1", "404, 1", "407, 1", "502, 2", "503, 2"})
    void oneThatOpensNoTunnel(int status, int attempts) {
        proxy.behave(RawServer.answering(status, "Proxy-Authenticate: Basic realm=\"x\"\r\n", "no"));

        OpenAiTransportException failure =
                failure("https://api.example/v1", "127.0.0.1", proxy.port(), OpenAiTransportException.class);

        assertThat(failure)
                .hasMessageContaining("through the proxy 127.0.0.1:" + proxy.port())
                .hasMessageContaining(status == 407 ? "the proxy refuses the login" : "the proxy answered " + status);
        assertThat(failure.attempts()).isEqualTo(attempts);
    }

    @Test
    void oneThatForbidsTheWayNamesARemedy() {
        proxy.behave(RawServer.answering(403, "", "no"));

        OpenAiTransportException failure =
                failure("https://api.example/v1", "127.0.0.1", proxy.port(), OpenAiTransportException.class);

        assertThat(failure)
                .hasMessageContaining("the proxy answered 403")
                .hasMessageContaining("allow api.example:443 on the proxy")
                .hasMessageContaining("proxyHost");
    }

    @Test
    void oneThatSaysNothingWhenItIsAskedForATunnel() {
        proxy.behave((connection, request) -> {});

        Exchange answer = call(
                "openai:chat?maxRetries=1&connectTimeout=200&baseUrl=https://api.example/v1&proxyHost=127.0.0.1&proxyPort="
                        + proxy.port(),
                "hello");

        assertThat(failureOf(answer, OpenAiTransportException.class))
                .hasMessageContaining("through the proxy 127.0.0.1:" + proxy.port())
                .hasMessageContaining("no connection within connectTimeout")
                .matches(failure -> failure.attempts() == 2 && failure.isRetryable());
    }

    @Test
    void oneThatIsGoneBetweenTwoAttempts() {
        proxy.behave((connection, request) -> {
            proxy.close();
            connection.close();
        });

        OpenAiTransportException failure =
                failure("https://api.example/v1", "127.0.0.1", proxy.port(), OpenAiTransportException.class);

        assertThat(failure)
                .hasMessageContaining("through the proxy 127.0.0.1:" + proxy.port())
                .hasMessageContaining("the proxy refused the connection");
        assertThat(failure.attempts()).isEqualTo(2);
    }

    @Test
    void oneThatClosesWithinItsAnswer() {
        proxy.behave((connection, request) -> {
            connection.getOutputStream().write("HTTP/1.1 200 Conn".getBytes(StandardCharsets.US_ASCII));
            connection.close();
        });

        assertThat(failure("https://api.example/v1", "127.0.0.1", proxy.port(), OpenAiTransportException.class)
                        .attempts())
                .isEqualTo(2);
    }

    @Test
    void oneThatRefusesTheLoginForPlainHttp() {
        proxy.behave(RawServer.answering(407, "Proxy-Authenticate: Basic realm=\"x\"\r\n", "no"));

        OpenAiTransportException failure =
                failure("http://api.example/v1", "127.0.0.1", proxy.port(), OpenAiTransportException.class);

        assertThat(failure)
                .hasMessageContaining("answered 407 through the proxy 127.0.0.1:" + proxy.port())
                .hasMessageEndingWith("check proxyUsername and proxyPassword");
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(proxy.received()).hasSize(1);
    }

    @Test
    void oneThatAnswersInThePlaceOfTheServer() {
        proxy.behave(RawServer.answering(502, "", "bad gateway"));

        OpenAiServerException failure =
                failure("http://api.example/v1", "127.0.0.1", proxy.port(), OpenAiServerException.class);

        assertThat(failure).hasMessageContaining("answered 502 through the proxy 127.0.0.1:" + proxy.port());
    }

    @Test
    void oneOfTheUsersOwnClient() {
        proxy.behave(RawServer.answering(403, "", "no"));
        component.setHttpClient(new OkHttpClient.Builder()
                .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", proxy.port())))
                .build());

        OpenAiTransportException failure =
                failureOf(call("openai:chat?baseUrl=https://api.example/v1", "hello"), OpenAiTransportException.class);

        assertThat(failure).hasMessageContaining("through the proxy 127.0.0.1:" + proxy.port());
    }
}
