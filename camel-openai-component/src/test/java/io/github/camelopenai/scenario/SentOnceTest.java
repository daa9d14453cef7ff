// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiAuthenticationException;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.RawServer;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request reaches the server as often as it is counted, whatever becomes of the connection. */
@Timeout(60)
class SentOnceTest extends RawServerScenario {

    private static final int IDLE = 8;

    /** Leaves so many connections open that nothing uses. */
    private void idleConnections(String uri) throws Exception {
        CyclicBarrier all = new CyclicBarrier(IDLE);
        server.behave((connection, request) -> {
            all.await(20, TimeUnit.SECONDS);
            RawServer.write(connection, 200, "", RawServer.HELLO);
        });
        List<CompletableFuture<Exchange>> calls = IntStream.range(0, IDLE)
                .mapToObj(number -> template.asyncSend(
                        uri, exchange -> exchange.getMessage().setBody("hello")))
                .toList();
        for (CompletableFuture<Exchange> call : calls) {
            bodyOf(call.get(20, TimeUnit.SECONDS));
        }
        assertThat(server.received()).hasSize(IDLE);
    }

    private int sentSince(int before) {
        return server.received().size() - before;
    }

    @ParameterizedTest
    @CsvSource({"chat, 0", "chat, 2", "embed, 0", "image, 0", "speech, 0", "chat?streaming=true, 0"})
    void whatTheServerHasReadAndDroppedIsSentAsOftenAsItIsCounted(String operation, int retries) throws Exception {
        String options = (operation.contains("?") ? "&" : "?") + "maxRetries=" + retries;
        idleConnections("openai:chat");
        server.behave(RawServer.closing());

        Exchange answer = call("openai:" + operation + options, "hello");

        OpenAiException failure = failureOf(answer, OpenAiTransportException.class);
        assertThat(failure.attempts()).isEqualTo(1 + retries);
        assertThat(sentSince(IDLE)).isEqualTo(1 + retries);
    }

    @Test
    void aRecordingToo() throws Exception {
        idleConnections("openai:chat");
        server.behave(RawServer.closing());

        Exchange answer =
                call("openai:transcribe?maxRetries=0&fileName=a.mp3", new ByteArrayInputStream(new byte[300_000]));

        assertThat(failureOf(answer, OpenAiTransportException.class).attempts()).isEqualTo(1);
        assertThat(sentSince(IDLE)).isEqualTo(1);
    }

    @Nested
    class WithAClientOfTheUsersOwn {

        private void use(OkHttpClient.Builder client) {
            component.setHttpClient(client.build());
        }

        @Test
        void itsSwitchForConnectionFailuresDoesNotRepeatAPost() throws Exception {
            use(new OkHttpClient.Builder().retryOnConnectionFailure(true));
            idleConnections("openai:chat");
            server.behave(RawServer.closing());

            Exchange answer = call("openai:chat?maxRetries=0", "hello");

            assertThat(failureOf(answer, OpenAiTransportException.class).attempts())
                    .isEqualTo(1);
            assertThat(sentSince(IDLE)).isEqualTo(1);
        }

        @Test
        void norDoesABodyThatAnInterceptorPutsInPlaceOfOurs() throws Exception {
            use(new OkHttpClient.Builder()
                    .addInterceptor(chain -> chain.proceed(chain.request()
                            .newBuilder()
                            .post(RequestBody.create("{}", MediaType.get("application/json")))
                            .build())));
            idleConnections("openai:chat");
            server.behave(RawServer.closing());

            failureOf(call("openai:chat?maxRetries=0", "hello"), OpenAiTransportException.class);

            assertThat(sentSince(IDLE)).isEqualTo(1);
        }

        @Test
        void norAnAuthenticator() {
            use(new OkHttpClient.Builder().authenticator((route, response) -> response.request()
                    .newBuilder()
                    .header("Authorization", "Bearer other")
                    .build()));
            server.behave(RawServer.answering(401, "WWW-Authenticate: Bearer\r\n", "{\"error\":{\"message\":\"no\"}}"));

            Exchange answer = call("openai:chat", "hello");

            assertThat(failureOf(answer, OpenAiAuthenticationException.class).attempts())
                    .isEqualTo(1);
            assertThat(server.received()).hasSize(1);
        }

        @Test
        void anAddressThatDoesNotAnswerIsFollowedByTheNext() throws Exception {
            InetAddress nobody = InetAddress.getByName("127.0.0.2");
            use(new OkHttpClient.Builder().dns(host -> List.of(nobody, InetAddress.getByName("127.0.0.1"))));

            Exchange answer =
                    call("openai:chat?maxRetries=0&baseUrl=http://two.example:" + server.port() + "/v1", "hello");

            assertThat(bodyOf(answer)).isEqualTo("hello");
            assertThat(answer.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(1);
            assertThat(server.received()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303})
    void aRedirectIsNotFollowedAndIsNamed(int status) {
        server.behave(RawServer.answering(status, "Location: /v2/chat/completions?secret=1\r\n", ""));

        OpenAiTransportException failure = failureOf(call("openai:chat", "hello"), OpenAiTransportException.class);

        assertThat(failure)
                .hasMessageContaining("answered " + status)
                .hasMessageContaining("redirects to http://127.0.0.1:" + server.port() + "/v2/chat/completions")
                .hasMessageContaining("baseUrl")
                .hasMessageNotContaining("secret");
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(server.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"408, ", "408, 0", "503, 0", "503, 00", "503, 99999999999", "421, "})
    void aRefusalIsNotRepeatedUnseen(int status, String wait) {
        String header = wait == null ? "" : "Retry-After: " + wait + "\r\n";
        server.behave(RawServer.answering(status, header, "{\"error\":{\"message\":\"no\"}}"));

        Exchange answer = call("openai:chat?maxRetries=0", "hello");

        OpenAiException failure = failureOf(answer, OpenAiException.class);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void whenNobodyListensNothingIsSentAndTheAttemptsAreCounted() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }

        Exchange answer = call("openai:chat?maxRetries=1&baseUrl=http://127.0.0.1:" + port + "/v1", "hello");

        assertThat(failureOf(answer, OpenAiTransportException.class).attempts()).isEqualTo(2);
    }

    @Nested
    class BehindAProxyThatWantsALogin {

        private Exchange callThroughProxy(String more) {
            return call(
                    "openai:chat?maxRetries=0&baseUrl=http://api.example/v1&proxyHost=127.0.0.1&proxyPort="
                            + server.port() + more,
                    "hello");
        }

        @Test
        void theLoginGoesWithTheFirstRequest() {
            server.behave((connection, request) -> RawServer.write(
                    connection,
                    request.hasHeader("proxy-authorization") ? 200 : 407,
                    request.hasHeader("proxy-authorization") ? "" : "Proxy-Authenticate: Basic realm=\"x\"\r\n",
                    RawServer.HELLO));

            Exchange answer = callThroughProxy("&proxyUsername=joe&proxyPassword=hunter2hunter2");

            assertThat(bodyOf(answer)).isEqualTo("hello");
            assertThat(server.received()).hasSize(1);
        }

        @Test
        void theProxyOfTheUsersOwnClientGetsItToo() {
            component.setHttpClient(new OkHttpClient.Builder()
                    .proxyAuthenticator((route, response) -> response.request()
                            .newBuilder()
                            .header("Proxy-Authorization", "Basic am9lOmpvZQ==")
                            .build())
                    .build());

            assertThat(bodyOf(callThroughProxy(""))).isEqualTo("hello");
            assertThat(server.received()).hasSize(1).allMatch(request -> request.hasHeader("proxy-authorization"));
        }
    }
}
