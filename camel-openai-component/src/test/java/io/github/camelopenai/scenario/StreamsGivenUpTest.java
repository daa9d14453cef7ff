// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiTransportException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that nobody reads to their end: whoever drops them, the connection is closed and the permit comes back. */
@Timeout(60)
class StreamsGivenUpTest extends StreamScenario {

    private final FrontEnd front = new FrontEnd();

    @BeforeEach
    void addFrontEnd() {
        camel.addComponent("front", front);
    }

    private void route(String uri) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("front:end").to(uri);
            }
        });
    }

    private String target(String format) {
        if (format.equals("speech")) {
            server.contentType("audio/mpeg").sendRaw("ID3 first"); // the signature of a recording
            return "openai:speech?maxRetries=0&baseUrl=" + server.baseUrl();
        }
        server.send(StreamServer.delta("first"));
        return uri("&streamFormat=" + format);
    }

    private static void readSome(Exchange exchange) throws IOException {
        assertThat(exchange.getMessage().getBody(InputStream.class).read(new byte[8]))
                .isPositive();
    }

    private void isGivenUp() throws Exception {
        assertThat(server.keepsSendingUntilClientIsGone(more -> more.send(StreamServer.delta("more"))))
                .isTrue();
        assertThat(component.getInFlightCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event", "sse", "ndjson", "speech"})
    void aBrowserThatGoesAwayEndsIt(String format) throws Exception {
        route(target(format));

        CompletableFuture<Exchange> end = front.ask("hi", exchange -> {
            readSome(exchange);
            throw new IOException("Broken pipe");
        });

        assertThat(end).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("Broken pipe");
        isGivenUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event", "sse", "ndjson"})
    void aServerThatNoticesWhileItWaitsForMoreClosesIt(String format) throws Exception {
        route(target(format));
        CompletableFuture<InputStream> waiting = new CompletableFuture<>();

        CompletableFuture<Exchange> end = front.ask("hi", exchange -> {
            InputStream body = exchange.getMessage().getBody(InputStream.class);
            readSome(exchange);
            waiting.complete(body);
            body.transferTo(java.io.OutputStream.nullOutputStream());
        });
        waiting.get(20, TimeUnit.SECONDS).close();

        assertThat(end).failsWithin(PATIENCE);
        isGivenUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event", "sse", "ndjson", "speech"})
    void aServerThatNeverReadsItEndsItWithTheExchange(String format) throws Exception {
        route(target(format));

        front.ask("hi", exchange -> {}).get(20, TimeUnit.SECONDS);

        isGivenUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event"})
    void aReaderThatStopsInTheMiddleEndsItWithTheExchange(String format) throws Exception {
        route(target(format));

        front.ask("hi", exchange -> exchange.getMessage()
                        .getBody(Iterator.class)
                        .next())
                .get(20, TimeUnit.SECONDS);

        isGivenUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event", "sse", "ndjson", "speech"})
    void anExchangeThatFailsBeforeItIsReadEndsIt(String format) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:failing").to(target(format)).throwException(new IllegalStateException("no"));
            }
        });

        Exchange done = call("direct:failing", "hi");

        assertThat(done.getException()).hasMessage("no");
        isGivenUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event", "sse", "ndjson", "speech"})
    void aHandledFailureInTheMiddleEndsIt(String format) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:handled")
                        .onException(IllegalStateException.class)
                        .maximumRedeliveries(1)
                        .redeliveryDelay(0)
                        .handled(true)
                        .setBody(constant("sorry"))
                        .end()
                        .to(target(format))
                        .process(StreamsGivenUpTest::readSome)
                        .throwException(new IllegalStateException("no"));
            }
        });

        Exchange done = call("direct:handled", "hi");

        assertThat(bodyOf(done)).isEqualTo("sorry");
        isGivenUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event", "sse", "ndjson", "speech"})
    void aBodyThatIsReplacedEndsWithTheExchange(String format) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:replaced").to(target(format)).setBody(constant("other"));
            }
        });

        call("direct:replaced", "hi");

        isGivenUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event"})
    void aBodyThatGoesToAnotherRouteEndsWithThatOne(String format) throws Exception {
        CompletableFuture<Void> read = new CompletableFuture<>();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:handing").to(target(format)).to("seda:next?waitForTaskToComplete=Never");
                from("seda:next?pollTimeout=20")
                        .process(StreamsGivenUpTest::readSome)
                        .process(exchange -> read.complete(null));
            }
        });

        call("direct:handing", "hi");

        read.get(20, TimeUnit.SECONDS);
        isGivenUp();
    }

    /** Camel's splitter reads to the end even then. */
    @Test
    void aSplitThatStopsInTheMiddleHoldsNothing() throws Exception {
        server.answer("second", "third");
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:split")
                        .to(target("text"))
                        .split(body())
                        .streaming()
                        .stopOnException()
                        .throwException(new IllegalStateException("no"));
            }
        });

        Exchange done = call("direct:split", "hi");

        assertThat(done.getException()).isNotNull();
        assertThat(component.getInFlightCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event", "sse", "ndjson", "speech"})
    void aReaderThatIsInterruptedIsToldSo(String format) throws Exception {
        route(target(format));

        CompletableFuture<Exchange> end = front.ask("hi", exchange -> {
            InputStream body = exchange.getMessage().getBody(InputStream.class);
            readSome(exchange);
            Thread.currentThread().interrupt();
            body.transferTo(java.io.OutputStream.nullOutputStream());
        });

        assertThat(end)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(OpenAiTransportException.class, failure -> assertThat(failure.isRetryable())
                        .isFalse())
                .withMessageContaining("its reader was interrupted");
        isGivenUp();
    }

    @Test
    void twoStreamsOfOneExchangeEndBoth() throws Exception {
        server.answer(" and last").send(StreamServer.delta("first"));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .to(target("text"))
                        .convertBodyTo(String.class)
                        .to(target("text"))
                        .process(StreamsGivenUpTest::readSome);
            }
        });

        Exchange done = call("direct:twice", "hi");

        assertThat(done.getException()).isNull();
        isGivenUp();
    }

    @Test
    void whatAReaderOfTheClosedBodySeesIsNoEnd() throws Exception {
        route(target("text"));
        CompletableFuture<Iterator<?>> pieces = new CompletableFuture<>();
        front.ask("hi", exchange -> {
                    Iterator<?> body = exchange.getMessage().getBody(Iterator.class);
                    body.next();
                    ((Closeable) body).close();
                    pieces.complete(body);
                })
                .get(20, TimeUnit.SECONDS);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(pieces.get()::hasNext))
                .isInstanceOf(OpenAiTransportException.class)
                .hasMessageContaining("was closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "event", "sse", "ndjson", "speech"})
    void aMessageThatTakesNoBodyEndsIt(String format) throws Exception {
        AsyncProducer producer = camel.getEndpoint(target(format)).createAsyncProducer();
        producer.start();
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.setIn(new DefaultMessage(camel) {
            @Override
            public void setBody(Object body) {
                if (body != null && !body.equals("hi")) {
                    throw new IllegalStateException("no body, please");
                }
                super.setBody(body);
            }
        });
        exchange.getMessage().setBody("hi");
        CompletableFuture<Exchange> end = new CompletableFuture<>();

        producer.process(exchange, doneSync -> end.complete(exchange));

        assertThat(end.get(20, TimeUnit.SECONDS).getException()).hasMessage("no body, please");
        isGivenUp();
    }
}
