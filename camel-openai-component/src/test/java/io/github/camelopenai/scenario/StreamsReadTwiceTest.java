// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.model.ChatStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A streamed answer that is read by two at once, or once more after it broke off. */
class StreamsReadTwiceTest extends RawServerScenario {

    private static final String PIECE = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half \"}}]}\n\n";

    private static void say(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void begin(Socket connection) throws IOException {
        say(connection, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + PIECE);
    }

    private void route(String uri, Processor reader) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read")
                        .errorHandler(
                                defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0))
                        .to(uri)
                        .process(reader);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event", "sse", "ndjson"})
    void anAnswerThatBrokeOffDoesNotLookWholeToARedeliveredStep(String format) throws Exception {
        server.behave((connection, request) -> {
            begin(connection);
            connection.close();
        });
        AtomicInteger reads = new AtomicInteger();
        route("openai:chat?model=m&streaming=true&streamFormat=" + format, exchange -> {
            reads.incrementAndGet();
            readAll(exchange.getMessage().getBody());
        });

        Exchange exchange = call("direct:read", "hi");

        assertThat(exchange.getException()).isInstanceOf(OpenAiTransportException.class);
        assertThat(reads).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event"})
    void twoReadersAtOnceBothFail(String format) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.behave((connection, request) -> {
            begin(connection);
            end.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        });
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        route("openai:chat?model=m&streaming=true&streamFormat=" + format, exchange -> {
            Iterator<?> body = (Iterator<?>) exchange.getMessage().getBody();
            body.next();
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> readAll(body));
            failures.add(catchThrowable(() -> readAll(body)));
            failures.add(catchThrowable(() -> other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)));
        });

        Exchange exchange = call("direct:read", "hi");
        end.countDown();

        assertThat(failures).hasSize(2).allSatisfy(failure -> assertThat(failure)
                .extracting(
                        thrown -> thrown instanceof ExecutionException ? thrown.getCause() : thrown,
                        InstanceOfAssertFactories.throwable(OpenAiTransportException.class))
                .hasMessageContaining("two at once"));
        assertThat(exchange.getProperty("CamelOpenAIStreamResult")).isNull();
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void aClosedStreamDoesNotLookWhole() throws Exception {
        server.behave((connection, request) -> {
            begin(connection);
            connection.close();
        });
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        route("openai:chat?model=m&streaming=true", exchange -> {
            ChatStream<?> body = (ChatStream<?>) exchange.getMessage().getBody();
            body.close();
            failures.add(catchThrowable(body::hasNext));
            failures.add(catchThrowable(body::hasNext));
        });

        bodyOf(call("direct:read", "hi"));

        assertThat(failures).hasSize(2).allSatisfy(failure -> assertThat(failure)
                .isInstanceOf(OpenAiTransportException.class)
                .hasMessageContaining("closed"));
    }

    private static void readAll(Object body) {
        if (body instanceof Iterator<?> pieces) {
            pieces.forEachRemaining(piece -> {});
            return;
        }
        try {
            ((InputStream) body).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
