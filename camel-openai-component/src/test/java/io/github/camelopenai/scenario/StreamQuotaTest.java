// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.model.QuotaLevel;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stream costs, and how long it is on its way. */
class StreamQuotaTest extends Scenario {

    private static final long PER_MINUTE = 60_000; // a thousand a second come back

    private StreamServer server;

    @Override
    void configure(OpenAiConfiguration options) {
        options.setTokensPerMinute(PER_MINUTE);
        options.setLearnLimits(false);
    }

    @BeforeEach
    void serve() throws Exception {
        server = new StreamServer();
    }

    @AfterEach
    void stopServing() {
        server.close();
    }

    private Exchange read(Processor reader) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read")
                        .to("openai:chat?streaming=true&baseUrl=" + server.baseUrl())
                        .process(reader);
            }
        });
        return call("direct:read", "hi");
    }

    private QuotaLevel level() {
        assertThat(component.quotaLevels()).hasSize(1);
        return component.quotaLevels().get(0);
    }

    @Test
    void itIsOnItsWayUntilItIsClosed() throws Exception {
        server.answer("a", "b");

        Exchange done = read(exchange -> {
            assertThat(level().inFlight()).isEqualTo(1);
            exchange.getMessage().getBody(Iterator.class).forEachRemaining(piece -> {});
            assertThat(level().inFlight()).isZero();
        });

        assertThat(done.getException()).isNull();
    }

    @Test
    void itIsSettledWithItsRealUsage() throws Exception {
        server.send(StreamServer.delta("a"), StreamServer.finish("stop"), StreamServer.usage(50_000, 40_000), "[DONE]")
                .end();

        read(exchange -> exchange.getMessage().getBody(Iterator.class).forEachRemaining(piece -> {}));

        assertThat(level().tokensLeft().getAsLong()).isLessThan(-10_000); // far more than was reckoned
    }

    @Test
    void whatHasArrivedCountsWhenItIsCut() throws Exception {
        server.send(StreamServer.delta("x".repeat(400_000)));

        read(exchange -> exchange.getMessage().getBody(Iterator.class).next());

        assertThat(level().inFlight()).isZero();
        assertThat(level().tokensLeft().getAsLong()).isLessThan(-10_000); // 100,000 tokens at four characters each
    }

    @EndsUnderWay
    @Test
    void aStopOfTheContextEndsTheReader() throws Exception {
        server.send(StreamServer.delta("a"));
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CompletableFuture<Void> reading = new CompletableFuture<>();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:read?pollTimeout=20")
                        .to("openai:chat?streaming=true&baseUrl=" + server.baseUrl())
                        .process(exchange -> {
                            Iterator<?> pieces = exchange.getMessage().getBody(Iterator.class);
                            pieces.next();
                            reading.complete(null);
                            try {
                                pieces.next();
                            } catch (RuntimeException e) {
                                failure.complete(e);
                                throw e;
                            }
                        });
            }
        });
        template.sendBody("seda:read", "hi");
        reading.get(20, TimeUnit.SECONDS);

        camel.getShutdownStrategy().setTimeout(1);
        camel.stop();

        assertThat(failure.get(20, TimeUnit.SECONDS))
                .hasMessageStartingWith("the component stopped while the stream was open, after");
    }
}
