// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.RawServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A redirect is followed to the same server only, as an attempt that counts; everything else is named and nothing is sent. */
@Timeout(60)
class RedirectsTest extends RawServerScenario {

    private static final String STREAM =
            "data: {\"choices\":[{\"delta\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}\n\n"
                    + "data: [DONE]\n\n";

    /** The first path redirects, every other one answers. */
    private void redirect(int status, String location, String answer) {
        server.behave((connection, request) -> {
            if (pathOf(request).startsWith("/v1/")) {
                RawServer.write(connection, status, "Location: " + location + "\r\n", "moved");
            } else {
                RawServer.write(connection, 200, "", answer);
            }
        });
    }

    private static String pathOf(RawServer.Received request) {
        return request.head().split(" ")[1];
    }

    private List<String> paths() {
        return server.received().stream().map(RedirectsTest::pathOf).toList();
    }

    private OpenAiTransportException refused(Exchange answer) {
        OpenAiTransportException failure = failureOf(answer, OpenAiTransportException.class);
        assertThat(failure)
                .hasMessageContaining("baseUrl")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("hello");
        assertThat(failure.isRetryable()).isFalse();
        return failure;
    }

    @Nested
    class ToTheSameServer {

        @ParameterizedTest
        @CsvSource({
            "307, /v2/chat/completions",
            "308, /v2/chat/completions",
            "307, ../../v2/chat/completions",
            "307, //127.0.0.1:PORT/v2/chat/completions",
            "308, http://127.0.0.1:PORT/v2/chat/completions?version=3#part",
            "307, HTTP://127.0.0.1:PORT/v2/chat/completions"
        })
        void theWholeRequestGoesThereAndCountsAsAnAttempt(int status, String location) {
            redirect(status, location.replace("PORT", "" + server.port()), RawServer.HELLO);

            Exchange answer = call("openai:chat?maxRetries=0&apiKey=secret-key", "hello");

            assertThat(bodyOf(answer)).isEqualTo("hello");
            assertThat(answer.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(2);
            assertThat(server.received()).hasSize(2);
            RawServer.Received second = server.received().get(1);
            assertThat(pathOf(second)).startsWith("/v2/chat/completions").doesNotContain("#");
            assertThat(second.body()).isEqualTo(server.received().get(0).body()).contains("hello");
            assertThat(second.head()).startsWith("POST ").contains("Bearer secret-key");
        }

        @Test
        void aRecordingIsReadAgain() {
            redirect(307, "/v2/audio/transcriptions", "{\"text\":\"spoken\"}");
            byte[] recording = new byte[300_000];
            recording[0] = 'I';
            recording[1] = 'D';
            recording[2] = '3';

            Exchange answer = call("openai:transcribe?maxRetries=0", new ByteArrayInputStream(recording));

            assertThat(bodyOf(answer)).isEqualTo("spoken");
            assertThat(server.received()).hasSize(2);
            assertThat(server.received().get(1).body()).hasSizeGreaterThan(300_000);
        }

        @Test
        void aStreamBeginsAtTheOtherPath() {
            redirect(308, "/v2/chat/completions", STREAM);

            Exchange answer = call("direct:stream", "hello");

            assertThat(bodyOf(answer)).isEqualTo("hello");
            assertThat(paths()).containsExactly("/v1/chat/completions", "/v2/chat/completions");
        }

        @BeforeEach
        void route() throws Exception {
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:stream")
                            .to("openai:chat?streaming=true&maxRetries=0")
                            .convertBodyTo(String.class);
                }
            });
        }

        @Test
        void whatFailsThereIsTriedAgainThere() {
            AtomicInteger tries = new AtomicInteger();
            server.behave((connection, request) -> {
                if (pathOf(request).startsWith("/v1/")) {
                    RawServer.write(connection, 307, "Location: /v2/chat/completions\r\n", "");
                } else {
                    RawServer.write(connection, tries.incrementAndGet() < 2 ? 503 : 200, "", RawServer.HELLO);
                }
            });

            Exchange answer = call("openai:chat?maxRetries=1", "hello");

            assertThat(bodyOf(answer)).isEqualTo("hello");
            assertThat(answer.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(3);
            assertThat(paths()).containsExactly("/v1/chat/completions", "/v2/chat/completions", "/v2/chat/completions");
        }

        @Test
        void aRedirectUsesUpNoRetry() {
            server.behave((connection, request) -> {
                if (pathOf(request).startsWith("/v1/")) {
                    RawServer.write(connection, 307, "Location: /v2/chat/completions\r\n", "");
                } else {
                    RawServer.write(connection, 503, "", "{}");
                }
            });

            Exchange answer = call("openai:chat?maxRetries=1", "hello");

            assertThat(failureOf(answer, OpenAiServerException.class).attempts())
                    .isEqualTo(3);
            assertThat(server.received()).hasSize(3);
        }

        @Test
        void aCircleEnds() {
            server.behave((connection, request) -> RawServer.write(
                    connection,
                    307,
                    "Location: /v" + (pathOf(request).startsWith("/v1/") ? 2 : 1) + "/chat/completions?secret=1\r\n",
                    ""));

            Exchange answer = call("openai:chat", "hello");

            assertThat(refused(answer)).hasMessageContaining("in a circle");
            assertThat(server.received()).hasSizeLessThanOrEqualTo(4);
        }

        @Test
        void aRedirectToItselfIsACircle() {
            redirect(307, "/v1/chat/completions", "");

            assertThat(refused(call("openai:chat", "hello")))
                    .hasMessageContaining("in a circle")
                    .matches(failure -> failure.attempts() == 1);
            assertThat(server.received()).hasSize(1);
        }

        @Test
        void aChainWithoutEndEnds() {
            AtomicInteger number = new AtomicInteger();
            server.behave((connection, request) ->
                    RawServer.write(connection, 308, "Location: /v1/" + number.incrementAndGet() + "\r\n", ""));

            assertThat(refused(call("openai:chat", "hello")))
                    .hasMessageContaining("redirected 3 times before")
                    .matches(failure -> failure.attempts() == 4);
            assertThat(server.received()).hasSize(4);
        }
    }

    @Nested
    class ToAnotherPlace {

        @ParameterizedTest
        @ValueSource(ints = {307, 308, 301, 302, 303})
        void isNamedAndGetsNothing(int status) throws IOException {
            try (RawServer other = new RawServer(RawServer.answering(200, "", RawServer.HELLO))) {
                redirect(status, other.baseUrl() + "/chat/completions?key=secret", "");

                OpenAiTransportException failure =
                        refused(call("openai:chat?additionalHeader.api-key=secret-key", "hello"));

                assertThat(failure)
                        .hasMessageContaining("redirects to " + other.baseUrl() + "/chat/completions")
                        .hasMessageContaining("baseUrl=" + other.baseUrl())
                        .matches(known -> known.status() == status && known.attempts() == 1);
                assertThat(other.received()).isEmpty();
                assertThat(server.received()).hasSize(1);
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "307 | http://localhost:PORT/v2/x?key=secret | http://localhost:PORT/v2/x",
                    "308 | https://127.0.0.1:PORT/v2/x | https://127.0.0.1:PORT/v2/x",
                    "307 | //other.example/v2/x | http://other.example/v2/x",
                    "307 | http://127.0.0.1.:PORT/v2/x | ",
                    "307 | //joe:secret@127.0.0.1:PORT/v2/x | http://127.0.0.1:PORT/v2/x",
                    "307 | http://secret@127.0.0.1:PORT/v2/x | http://127.0.0.1:PORT/v2/x",
                    "301 | /v2/chat/completions?key=secret | http://127.0.0.1:PORT/v2/chat/completions",
                    "302 | /v2/chat/completions | http://127.0.0.1:PORT/v2/chat/completions",
                    "303 | /v2/chat/completions | http://127.0.0.1:PORT/v2/chat/completions",
                    "300 | /v2/chat/completions | http://127.0.0.1:PORT/v2/chat/completions",
                    "399 | /v2/chat/completions | http://127.0.0.1:PORT/v2/chat/completions",
                    "307 | ftp://127.0.0.1/secret | no http or https address",
                    "307 | javascript:secret | no http or https address",
                    "307 | http://:99999/secret | no http or https address",
                    "308 | http:// | no http or https address"
                })
        void isNamedWithoutItsQueryOrUser(int status, String location, String named) {
            redirect(status, location.replace("PORT", "" + server.port()), "");

            OpenAiTransportException failure = refused(call("openai:chat", "hello"));

            assertThat(failure)
                    .hasMessageContaining(named == null ? "answered 307" : named.replace("PORT", "" + server.port()))
                    .matches(known -> known.attempts() == 1);
            assertThat(server.received()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "Location: \r\n", "X-Other: /v2\r\n"})
        void aTargetThatIsMissingIsSaidToBe(String header) {
            server.behave(RawServer.answering(307, header, ""));

            assertThat(refused(call("openai:chat", "hello"))).hasMessageContaining("without a Location");
            assertThat(server.received()).hasSize(1);
        }

        @Test
        void isNotTriedAgainWhateverTheServerAdvises() {
            server.behave(RawServer.answering(
                    302, "Location: http://other.example/\r\nx-should-retry: true\r\nRetry-After: 0\r\n", ""));

            assertThat(refused(call("openai:chat", "hello")).attempts()).isEqualTo(1);
            assertThat(server.received()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"embed", "image", "speech", "chat?streaming=true"})
        void isNotFollowedByOtherOperationsEither(String operation) {
            server.behave(RawServer.answering(307, "Location: http://other.example/v1\r\n", ""));

            assertThat(refused(call("openai:" + operation, "hello")))
                    .hasMessageContaining("redirects to http://other.example/v1");
            assertThat(server.received()).hasSize(1);
        }

        @Test
        void isNotFollowedByAClientOfTheUsersOwnEither() throws IOException {
            try (RawServer other = new RawServer(RawServer.answering(200, "", RawServer.HELLO))) {
                component.setHttpClient(new OkHttpClient.Builder()
                        .followRedirects(true)
                        .followSslRedirects(true)
                        .build());
                redirect(302, other.baseUrl(), "");

                refused(call("openai:chat", "hello"));

                assertThat(other.received()).isEmpty();
            }
        }
    }
}
