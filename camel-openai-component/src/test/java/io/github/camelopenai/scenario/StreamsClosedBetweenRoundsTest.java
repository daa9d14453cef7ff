// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.model.ChatStream;
import io.github.camelopenai.test.Gate;
import io.github.camelopenai.test.Reply;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that end while the call after their tools waits for quota or is under way: connection and permit come back. */
@Timeout(120)
class StreamsClosedBetweenRoundsTest extends Scenario {

    private volatile Runnable work = () -> {};
    private volatile CompletableFuture<Thread> reader;
    private volatile CompletableFuture<ChatStream<?>> stream;

    @BeforeEach
    void serve() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=look&description=Looks").process(exchange -> work.run());
                from("direct:one")
                        .to("openai:chat?streaming=true&tools=look&maxConcurrentRequests=1&maxRetries=0")
                        .process(StreamsClosedBetweenRoundsTest.this::read);
                from("direct:two")
                        .to("openai:chat?streaming=true&tools=look&maxConcurrentRequests=2&maxRetries=0")
                        .process(StreamsClosedBetweenRoundsTest.this::read);
            }
        });
    }

    private void read(Exchange exchange) {
        reader.complete(Thread.currentThread());
        stream.complete(exchange.getMessage().getBody(ChatStream.class));
        exchange.getMessage().getBody(Iterator.class).forEachRemaining(piece -> {});
    }

    private CompletableFuture<Exchange> begin(String uri) {
        reader = new CompletableFuture<>();
        stream = new CompletableFuture<>();
        openAi.next(Reply.toolCall("look", "{}"));
        return template.asyncSend(uri, exchange -> exchange.getMessage().setBody("hi"));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private void nothingIsUnderWay() {
        await(() -> component.getInFlightCalls() == 0 && component.getQueuedCalls() == 0);
    }

    private static Exchange endOf(CompletableFuture<Exchange> call) throws Exception {
        return call.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aCloseEndsTheNextCallThatIsUnderWay() throws Exception {
        CompletableFuture<Gate> gate = new CompletableFuture<>();
        work = () -> gate.complete(openAi.hold());
        CompletableFuture<Exchange> call = begin("direct:two");
        gate.get(20, TimeUnit.SECONDS).awaitHeld(1, PATIENCE);

        stream.get().close();

        failureOf(endOf(call), OpenAiTransportException.class);
        nothingIsUnderWay(); // before the server has answered
        gate.get().open();
    }

    @Test
    void aCloseGivesUpThePlaceInTheQueue() throws Exception {
        CompletableFuture<Gate> gate = new CompletableFuture<>();
        CompletableFuture<Exchange> other = new CompletableFuture<>();
        work = () -> holdThePlace(gate, other);
        CompletableFuture<Exchange> call = begin("direct:one");
        await(() -> component.getQueuedCalls() == 1);

        stream.get().close();

        failureOf(endOf(call), OpenAiTransportException.class);
        await(() -> component.getQueuedCalls() == 0);
        gate.get().open();
        bodyOf(other.get(20, TimeUnit.SECONDS));
        nothingIsUnderWay();
        assertThat(openAi.requests()).hasSize(2);
    }

    /** The only place is taken by another call that the server does not answer yet. */
    private void holdThePlace(CompletableFuture<Gate> gate, CompletableFuture<Exchange> other) {
        gate.complete(openAi.hold());
        template.asyncSend("openai:chat?maxConcurrentRequests=1", exchange -> exchange.getMessage()
                        .setBody("other"))
                .whenComplete((done, never) -> other.complete(done));
        await(() -> gate.join().held() == 1);
    }

    @Test
    void anInterruptOfTheReaderEndsTheNextCall() throws Exception {
        CompletableFuture<Gate> gate = new CompletableFuture<>();
        work = () -> gate.complete(openAi.hold());
        CompletableFuture<Exchange> call = begin("direct:two");
        gate.get(20, TimeUnit.SECONDS).awaitHeld(1, PATIENCE);

        reader.get().interrupt();

        assertThat(failureOf(endOf(call), OpenAiTransportException.class)).hasMessageContaining("interrupted");
        nothingIsUnderWay();
        gate.get().open();
    }

    @Test
    void anInterruptGivesUpThePlaceInTheQueue() throws Exception {
        CompletableFuture<Gate> gate = new CompletableFuture<>();
        CompletableFuture<Exchange> other = new CompletableFuture<>();
        work = () -> holdThePlace(gate, other);
        CompletableFuture<Exchange> call = begin("direct:one");
        await(() -> component.getQueuedCalls() == 1);

        reader.get().interrupt();

        failureOf(endOf(call), OpenAiTransportException.class);
        await(() -> component.getQueuedCalls() == 0);
        gate.get().open();
        bodyOf(other.get(20, TimeUnit.SECONDS));
        nothingIsUnderWay();
    }

    @Test
    void aModelIsNotBlockedByStreamsThatWereClosed() throws Exception {
        for (int number = 0; number < 300; number++) {
            CompletableFuture<Gate> gate = new CompletableFuture<>();
            work = () -> gate.complete(openAi.hold());
            CompletableFuture<Exchange> call = begin("direct:two");
            gate.get(20, TimeUnit.SECONDS).awaitHeld(1, PATIENCE);
            stream.get().close();
            gate.get().open();
            endOf(call);
            openAi.awaitIdle(PATIENCE); // what was held must not take the next script
        }

        Exchange next = call("openai:chat?maxConcurrentRequests=2", "still there?");

        assertThat(bodyOf(next)).isEqualTo("You said: still there?");
        nothingIsUnderWay();
    }
}
