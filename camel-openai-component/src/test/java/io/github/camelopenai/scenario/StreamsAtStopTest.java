// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiTransportException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are still read when the Camel context stops: they may end in time, and are told of it when they do not. */
@Timeout(60)
class StreamsAtStopTest extends StreamScenario {

    private final FrontEnd front = new FrontEnd();
    private final CompletableFuture<Void> reading = new CompletableFuture<>();
    private final StringBuffer received = new StringBuffer();

    @BeforeEach
    void addFrontEnd() {
        camel.addComponent("front", front);
        camel.getShutdownStrategy().setTimeout(20);
    }

    private void route(String uri) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("front:end").routeId("front").to("direct:ask");
                from("direct:ask").routeId("ask").to(uri);
            }
        });
    }

    /** As a server writes a response: some bytes each time. */
    private void copy(Exchange exchange) throws Exception {
        byte[] some = new byte[64];
        try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
            for (int count = body.read(some); count >= 0; count = body.read(some)) {
                received.append(new String(some, 0, count, StandardCharsets.UTF_8));
                if (received.indexOf("first") >= 0) {
                    reading.complete(null);
                }
            }
        }
    }

    private CompletableFuture<Void> stopping() {
        return CompletableFuture.runAsync(camel::stop);
    }

    private static void isStillStoppingAfterASecondAndAHalf(CompletableFuture<Void> stop) {
        assertThatThrownBy(() -> stop.get(1500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }

    @EndsUnderWay
    @ParameterizedTest(name = "{0}, stream caching {1}")
    @CsvSource({"text, true", "event, true", "sse, true", "sse, false", "ndjson, true"})
    void aStopWaitsForTheReaderOfAStream(String format, boolean caching) throws Exception {
        camel.setStreamCaching(caching);
        route(uri("&streamFormat=" + format));
        server.send(StreamServer.delta("first"));
        CompletableFuture<Exchange> exchange = front.ask("hi", this::copy);
        reading.get(20, TimeUnit.SECONDS);

        CompletableFuture<Void> stop = stopping();

        isStillStoppingAfterASecondAndAHalf(stop);
        server.answer(" and last");
        assertThat(exchange.get(20, TimeUnit.SECONDS).getException()).isNull();
        assertThat(received).contains("and last");
        stop.get(10, TimeUnit.SECONDS);
    }

    @EndsUnderWay
    @ParameterizedTest(name = "stream caching {0}")
    @ValueSource(booleans = {true, false})
    void aStopWaitsForTheReaderOfASpeech(boolean caching) throws Exception {
        camel.setStreamCaching(caching);
        route("openai:speech?maxRetries=0&baseUrl=" + server.baseUrl());
        server.contentType("audio/mpeg").sendRaw("ID3 first"); // the signature of a recording
        CompletableFuture<Exchange> exchange = front.ask("hi", this::copy);
        reading.get(20, TimeUnit.SECONDS);

        CompletableFuture<Void> stop = stopping();

        isStillStoppingAfterASecondAndAHalf(stop);
        server.sendRaw(" and last").end();
        exchange.get(20, TimeUnit.SECONDS);
        assertThat(received).contains("and last");
        stop.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aStopOfTheRouteAloneWaitsToo() throws Exception {
        route(uri(""));
        server.send(StreamServer.delta("first"));
        CompletableFuture<Exchange> exchange = front.ask("hi", this::copy);
        reading.get(20, TimeUnit.SECONDS);

        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> {
            try {
                camel.getRouteController().stopRoute("front");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        isStillStoppingAfterASecondAndAHalf(stop);
        server.answer();
        exchange.get(20, TimeUnit.SECONDS);
        stop.get(10, TimeUnit.SECONDS);
    }

    @EndsUnderWay
    @Test
    void aStopWaitsForTheToolsOfAStreamAndTheAnswerAfterThem() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=look&description=Looks").setBody(constant("seen"));
            }
        });
        route(uri("&tools=look"));
        server.send(StreamServer.delta("first"));
        CompletableFuture<Exchange> exchange = front.ask("hi", this::copy);
        reading.get(20, TimeUnit.SECONDS);

        CompletableFuture<Void> stop = stopping();

        isStillStoppingAfterASecondAndAHalf(stop);
        server.send(StreamServer.toolCall(0, "call_1", "look", "{}"), StreamServer.finish("tool_calls"), "[DONE]")
                .end();
        server.answer(" and last");
        exchange.get(20, TimeUnit.SECONDS);
        assertThat(received).contains("and last");
        server.awaitRequest();
        assertThat(server.awaitRequest()).contains("\"seen\"");
        stop.get(10, TimeUnit.SECONDS);
    }

    @EndsUnderWay
    @ParameterizedTest
    @ValueSource(strings = {"text", "sse"})
    void whenTheTimeIsOverTheReaderOfAStreamIsTold(String format) throws Exception {
        camel.getShutdownStrategy().setTimeout(1);
        route(uri("&streamFormat=" + format));
        server.send(StreamServer.delta("first"));
        CompletableFuture<Exchange> exchange = front.ask("hi", this::copy);
        reading.get(20, TimeUnit.SECONDS);

        camel.stop();

        isTold(exchange);
    }

    @EndsUnderWay
    @Test
    void whenTheTimeIsOverTheReaderOfASpeechIsTold() throws Exception {
        camel.getShutdownStrategy().setTimeout(1);
        route("openai:speech?maxRetries=0&baseUrl=" + server.baseUrl());
        server.contentType("audio/mpeg").sendRaw("ID3 first"); // the signature of a recording
        CompletableFuture<Exchange> exchange = front.ask("hi", this::copy);
        reading.get(20, TimeUnit.SECONDS);

        camel.stop();

        isTold(exchange);
    }

    private static void isTold(CompletableFuture<Exchange> exchange) {
        assertThatThrownBy(() -> exchange.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(OpenAiTransportException.class, failure -> assertThat(failure.isRetryable())
                        .isFalse())
                .hasMessageContaining("the component stopped while the stream was open, after")
                .hasMessageNotContaining("Exception");
    }

    @Test
    void anAnswerIsInFlightOnceFromItsCallToItsLastByte() throws Exception {
        CompletableFuture<Integer> within = new CompletableFuture<>();
        CompletableFuture<Integer> after = new CompletableFuture<>();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("front:end").routeId("front").to(uri("")).process(exchange -> within.complete(inFlight()));
            }
        });
        server.answer("first");

        front.ask("hi", exchange -> {
                    after.complete(inFlight());
                    copy(exchange);
                })
                .get(20, TimeUnit.SECONDS);

        assertThat(within).isCompletedWithValue(1);
        assertThat(after).isCompletedWithValue(1);
        assertThat(inFlight()).isZero();
    }

    private int inFlight() {
        return camel.getInflightRepository().size("front");
    }
}
