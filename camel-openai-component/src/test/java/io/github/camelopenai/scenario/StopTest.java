// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.test.Gate;
import io.github.camelopenai.test.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stopping while calls are under way: each ends once, and nothing stays behind. */
@Timeout(90)
@EndsUnderWay
class StopTest extends Scenario {

    private static final String CHAT = "openai:chat?model=gpt-4o-mini";
    private static final int SOME = 20;
    /** Long for a busy machine, and shorter than anything that the calls wait for. */
    private static final Duration SOON = Duration.ofSeconds(40);

    private final AtomicInteger callbacks = new AtomicInteger();

    @BeforeEach
    void doNotWaitLong() {
        camel.getShutdownStrategy().setTimeout(1);
    }

    private AsyncProducer producer(String uri) throws Exception {
        AsyncProducer producer = camel.getEndpoint(uri).createAsyncProducer();
        producer.start();
        return producer;
    }

    private CompletableFuture<Exchange> send(AsyncProducer producer) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody("hello");
        CompletableFuture<Exchange> end = new CompletableFuture<>();
        producer.process(exchange, doneSync -> {
            callbacks.incrementAndGet();
            end.complete(exchange);
        });
        return end;
    }

    private List<CompletableFuture<Exchange>> sendSome(AsyncProducer producer) {
        return IntStream.range(0, SOME).mapToObj(number -> send(producer)).toList();
    }

    private void stopSoon() {
        long begun = System.nanoTime();
        camel.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    /** Each has ended, with an exception, and once. */
    private void allHaveFailed(List<CompletableFuture<Exchange>> calls) throws Exception {
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        assertThat(calls).allSatisfy(call -> assertThat(failureOf(call.join(), OpenAiTransportException.class))
                .hasMessageContaining("stopped"));
        assertThat(callbacks).hasValue(calls.size());
    }

    private void nothingIsLeft() throws Exception {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().matches(".*OpenAi(Timer|Worker|Http).*")) {
                thread.join(5000); // it may be on its last step
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
        assertThat(openConnections()).isZero();
        assertThat(openSpools()).isEmpty();
    }

    /** Established connections to the simulator, as Linux lists them; 0 on other systems. */
    private long openConnections() throws IOException {
        String server = String.format(":%04X 01 ", openAi.port());
        long open = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            if (Files.isReadable(Path.of(table))) {
                open += Files.readAllLines(Path.of(table)).stream()
                        .filter(line -> line.contains(server))
                        .count();
            }
        }
        return open;
    }

    @Test
    void callsInFlightEnd() throws Exception {
        AsyncProducer chat = producer(CHAT);
        try (Gate gate = openAi.hold()) {
            var calls = sendSome(chat);
            gate.awaitHeld(SOME, Duration.ofSeconds(20));
            assertThat(openConnections()).isEqualTo(SOME);

            stopSoon();

            allHaveFailed(calls);
            nothingIsLeft();
        }
    }

    @Test
    void uploadsInFlightEndAndLeaveNoFile() throws Exception {
        try (Gate gate = openAi.hold()) {
            List<CompletableFuture<Exchange>> calls = IntStream.range(0, 5)
                    .mapToObj(number ->
                            template.asyncSend("openai:transcribe?fileName=a.mp3", exchange -> exchange.getMessage()
                                    .setBody(new ByteArrayInputStream(new byte[500_000]))))
                    .toList();
            gate.awaitHeld(5, Duration.ofSeconds(20));
            assertThat(openSpools()).isNotEmpty();

            stopSoon();

            for (CompletableFuture<Exchange> call : calls) {
                failureOf(call.get(10, TimeUnit.SECONDS), OpenAiTransportException.class);
            }
            nothingIsLeft();
        }
    }

    @Test
    void callsThatWaitForQuotaEnd() throws Exception {
        AsyncProducer chat = producer(CHAT + "&requestsPerMinute=1&queueTimeout=2h");
        bodyOf(send(chat).get(20, TimeUnit.SECONDS));
        callbacks.set(0);
        var calls = sendSome(chat);

        stopSoon();

        allHaveFailed(calls);
        nothingIsLeft();
        assertThat(openAi.requests()).hasSize(1);
    }

    @Test
    void callsThatWaitBehindOthersInFlightEnd() throws Exception {
        AsyncProducer chat = producer(CHAT + "&maxConcurrentRequests=2");
        try (Gate gate = openAi.hold()) {
            var calls = sendSome(chat);
            gate.awaitHeld(2, Duration.ofSeconds(20));

            stopSoon();

            allHaveFailed(calls);
            nothingIsLeft();
            assertThat(openAi.requests()).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void callsThatWaitForAnotherAttemptEnd() throws Exception {
        AsyncProducer chat = producer(CHAT);
        IntStream.range(0, SOME).forEach(number -> openAi.next(Reply.rateLimited(Duration.ofMinutes(5))));
        List<CompletableFuture<Exchange>> calls;
        try (Gate gate = openAi.hold()) {
            calls = sendSome(chat);
            gate.awaitHeld(SOME, Duration.ofSeconds(20)); // the first rejection would keep the others here
            gate.open();
        }
        openAi.awaitIdle(Duration.ofSeconds(20));

        stopSoon();

        allHaveFailed(calls);
        nothingIsLeft();
        assertThat(openAi.requests()).hasSize(SOME);
    }

    @Test
    void aCallerThatIsBlockedByAFullQueueEnds() throws Exception {
        AsyncProducer chat = producer(CHAT + "&maxConcurrentRequests=1&maxQueued=1&whenQueueFull=block");
        try (Gate gate = openAi.hold()) {
            var first = send(chat);
            var second = send(chat);
            CompletableFuture<Exchange> third = new CompletableFuture<>();
            Thread caller = new Thread(() -> third.complete(send(chat).join()));
            caller.start();
            while (caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }

            stopSoon();

            allHaveFailed(List.of(first, second, third));
            nothingIsLeft();
        }
    }

    @Test
    void aRouteThatReadsASpeechEnds() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:say").to("openai:speech").process(exchange -> {
                    reading.countDown();
                    exchange.getMessage().getBody(byte[].class);
                });
            }
        });
        openAi.next(Reply.ok().over(Duration.ofSeconds(50)));
        var answer = template.asyncSend(
                "direct:say", exchange -> exchange.getMessage().setBody("hello"));
        assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();

        long begun = System.nanoTime();
        camel.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        assertThat(answer.get(10, TimeUnit.SECONDS).getException()).isNotNull();
        nothingIsLeft();
    }

    @Test
    void exchangesOfRoutesEndOnce() throws Exception {
        Queue<String> failed = new ConcurrentLinkedQueue<>();
        CountDownLatch open = new CountDownLatch(5);
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:ask?pollTimeout=20&concurrentConsumers=5")
                        .process(exchange -> exchange.getExchangeExtension()
                                .addOnCompletion(new SynchronizationAdapter() {
                                    @Override
                                    public void onFailure(Exchange end) {
                                        failed.add(end.getExchangeId());
                                        open.countDown();
                                    }
                                }))
                        .to(CHAT);
            }
        });
        try (Gate gate = openAi.hold()) {
            IntStream.range(0, 5).forEach(number -> template.sendBody("seda:ask", "hello " + number));
            gate.awaitHeld(5, Duration.ofSeconds(20));

            stopSoon();

            assertThat(open.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(failed).hasSize(5).doesNotHaveDuplicates();
            nothingIsLeft();
        }
    }

    @Nested
    class WhenOnlyOneRouteStops {

        @Test
        void itsCallsStillEndAndTheOtherRouteGoesOn() throws Exception {
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:one").routeId("one").to(CHAT);
                    from("direct:two").routeId("two").to(CHAT);
                }
            });
            try (Gate gate = openAi.hold()) {
                List<CompletableFuture<Exchange>> calls = IntStream.range(0, SOME)
                        .mapToObj(number -> template.asyncSend(
                                "direct:one", exchange -> exchange.getMessage().setBody("hello")))
                        .toList();
                gate.awaitHeld(SOME, Duration.ofSeconds(20));

                long begun = System.nanoTime();
                camel.getRouteController().stopRoute("one", 1, TimeUnit.SECONDS);

                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
                gate.open();
                CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
            }
            assertThat(bodyOf(call("direct:two", "hello"))).isEqualTo("You said: hello");
        }
    }

    @Test
    void aContextThatIsSuspendedAndResumedGoesOn() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to(CHAT);
            }
        });
        bodyOf(call("direct:ask", "hello"));

        camel.suspend();
        camel.resume();

        assertThat(bodyOf(call("direct:ask", "again"))).isEqualTo("You said: again");
    }

    @Test
    void aCallAfterTheStopFails() throws Exception {
        AsyncProducer chat = producer(CHAT);
        bodyOf(send(chat).get(20, TimeUnit.SECONDS));
        callbacks.set(0);
        camel.stop();

        var late = send(chat);

        allHaveFailed(List.of(late));
    }
}
