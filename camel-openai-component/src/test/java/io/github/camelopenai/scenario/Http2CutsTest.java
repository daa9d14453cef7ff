// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.Http2Server;
import io.github.camelopenai.internal.RawServer;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An HTTP/2 body that has not the length it was said to have is no whole answer. */
@Timeout(60)
class Http2CutsTest extends Scenario {

    private static final String TRANSCRIPT = "once upon a time";

    private final AtomicInteger answers = new AtomicInteger();
    private Http2Server server;

    @BeforeEach
    void listen() throws IOException {
        server = new Http2Server(stream -> {});
        component.setHttpClient(Http2Server.client());
        component.getConfiguration().setBaseUrl(server.baseUrl());
    }

    @AfterEach
    void hangUp() throws IOException {
        server.close();
    }

    @Override
    void configure(OpenAiConfiguration options) {
        options.setRetryInitialDelay(1);
        options.setRetryMaxDelay(2);
    }

    /** So many answers are of the wrong length, all others are right. */
    private void answer(String type, String body, int difference, int wrong) {
        server.behave(stream -> {
            int announced = body.length() + (answers.incrementAndGet() > wrong ? 0 : difference);
            stream.head("content-type", type, "content-length", String.valueOf(announced));
            stream.data(body, true);
        });
    }

    /** Each looks whole without its length. */
    @ParameterizedTest
    @CsvSource({"1", "1000", "-1", "-10"})
    void aTextOfTheWrongLengthIsAskedForAgain(int difference) {
        answer("text/plain", TRANSCRIPT, difference, 1);

        Exchange answer = call("openai:transcribe?responseFormat=text&fileName=a.mp3", new byte[] {'I', 'D', '3', 4});

        assertThat(bodyOf(answer)).isEqualTo(TRANSCRIPT);
        assertThat(answer.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, -7})
    void andIsAFailureOfTheNetworkInTheEnd(int difference) {
        answer("text/plain", TRANSCRIPT, difference, 100);

        Exchange answer = call(
                "openai:transcribe?responseFormat=text&fileName=a.mp3&maxRetries=1", new byte[] {'I', 'D', '3', 4});

        assertThat(failureOf(answer, OpenAiTransportException.class))
                .matches(failure -> failure.attempts() == 2 && failure.isRetryable());
        assertThat(answers).hasValue(2);
    }

    @Test
    void aDocumentThatIsCutToo() {
        server.behave(stream -> {
            boolean isCut = answers.incrementAndGet() == 1;
            stream.head("content-type", "application/json", "content-length", "" + RawServer.HELLO.length());
            stream.data(isCut ? RawServer.HELLO.substring(0, 50) : RawServer.HELLO, true);
        });

        Exchange answer = call("openai:chat", "hello");

        assertThat(bodyOf(answer)).isEqualTo("hello");
        assertThat(answers).hasValue(2);
    }

    @Test
    void aRecordingEndsWithAnErrorBehindWhatWasGiven() throws Exception {
        answer("audio/mpeg", "ID3" + "x".repeat(500), 100, 1);
        route("openai:speech");

        Exchange answer = call("direct:read", "hello");

        assertThat(answer.getException()).hasRootCauseInstanceOf(IOException.class);
        assertThat(caused(answer)).isInstanceOf(OpenAiTransportException.class).hasMessageContaining("broke off");
        assertThat(answers).hasValue(1);
    }

    @Test
    void aStreamEndsWithAnErrorBehindWhatWasGiven() throws Exception {
        answer("text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"hel\"}}]}\n\n", 50, 1);
        StringBuilder given = new StringBuilder();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream").to("openai:chat?streaming=true").process(exchange -> {
                    for (Iterator<?> pieces = exchange.getMessage().getBody(Iterator.class); pieces.hasNext(); ) {
                        given.append(pieces.next());
                    }
                });
            }
        });

        Exchange answer = call("direct:stream", "hello");

        assertThat(given).hasToString("hel");
        failureOf(answer, OpenAiTransportException.class);
        assertThat(answers).hasValue(1);
    }

    @Test
    void oneOfTheRightLengthIsWhole() {
        answer("application/json", RawServer.HELLO, 0, 0);

        assertThat(bodyOf(call("openai:chat?maxRetries=0", "hello"))).isEqualTo("hello");
    }

    private void route(String uri) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read").to(uri).convertBodyTo(byte[].class);
            }
        });
    }

    private static Throwable caused(Exchange exchange) {
        Throwable failure = exchange.getException();
        while (failure != null && !(failure instanceof OpenAiTransportException)) {
            failure = failure.getCause();
        }
        return failure;
    }
}
