// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.test.Endpoint;
import io.github.camelopenai.test.Gate;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backlog that is larger than the queue is slowed down, not lost; whoever must not be held is not. */
@Timeout(120)
class BacklogTest extends Line {

    private static final String NARROW = "model=gpt-4o-mini&maxConcurrentRequests=8&maxQueued=5";

    private final ExecutorService few = Executors.newFixedThreadPool(4);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    @AfterEach
    void endThreads() {
        few.shutdownNow();
    }

    private void split(int lines, String... steps) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).process(failing -> failed.incrementAndGet());
                from("direct:lines")
                        .split(body())
                        .parallelProcessing()
                        .executorService(few)
                        .to("direct:line");
                from("direct:next").setBody(constant("next"));
                from("direct:line").to(steps).process(done -> answered.incrementAndGet());
            }
        });
        List<String> all =
                IntStream.range(0, lines).mapToObj(line -> "line " + line).toList();

        Exchange end = template.asyncSend(
                        "direct:lines", exchange -> exchange.getMessage().setBody(all))
                .get(110, TimeUnit.SECONDS);

        assertThat(end.getException()).isNull();
    }

    private void everyLineIsAnswered(int lines) {
        assertThat(failed).hasValue(0);
        assertThat(answered).hasValue(lines);
        assertThat(component.quotaLevels()).allSatisfy(level -> {
            assertThat(level.inFlight()).isZero();
            assertThat(level.queued()).isZero();
        });
    }

    @Test
    void twelveThousandLinesGoThroughAShortQueue() throws Exception {
        split(12_000, "openai:embed?maxConcurrentRequests=8&maxQueued=50");

        everyLineIsAnswered(12_000);
    }

    @Test
    void twoStepsOfOneModelGoThroughOneShortQueue() throws Exception {
        split(1_500, "openai:chat?" + NARROW, "openai:chat?" + NARROW);

        everyLineIsAnswered(1_500);
    }

    /** The second step is slower, and only threads of ours call it. */
    @Test
    void aQuickStepBeforeASlowOneDoesNotOverrunIt() throws Exception {
        split(
                1_500,
                "openai:embed?maxConcurrentRequests=8&maxQueued=5",
                "direct:next",
                "openai:chat?model=gpt-4o-mini&maxConcurrentRequests=1&maxQueued=1");

        everyLineIsAnswered(1_500);
    }

    @Test
    void aWorkerThatGoesOnWithARouteIsNotHeldByAFullQueue() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:two")
                        .to("openai:embed?maxConcurrentRequests=8")
                        .setBody(constant("next"))
                        .to("openai:chat?model=gpt-4o-mini&maxConcurrentRequests=1&maxQueued=1");
            }
        });
        AsyncProducer chat = producer("openai:chat?model=gpt-4o-mini&maxConcurrentRequests=1&maxQueued=1");
        try (Gate gate = openAi.hold(Endpoint.CHAT)) {
            var full = List.of(send(chat, "first"), send(chat, "second"));
            gate.awaitHeld(1, Duration.ofSeconds(20));
            int threads = Thread.activeCount();

            List<CompletableFuture<Exchange>> going = sendAll(producer("direct:two"), 300);
            while (component.getQueuedCalls() < 301 && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait(); // ended by the time limit of the test
            }

            assertThat(Thread.activeCount() - threads).isLessThan(100);
            gate.open();
            assertThat(ends(full)).allSatisfy(end -> bodyOf(end));
            assertThat(ends(going)).allSatisfy(end -> bodyOf(end));
        }
    }

    @Test
    void anEventLoopIsRefusedWithAdvice() throws Exception {
        AsyncProducer chat = producer("openai:chat?model=gpt-4o-mini&maxConcurrentRequests=1&maxQueued=1");
        try (Gate gate = openAi.hold()) {
            var full = List.of(send(chat, "first"), send(chat, "second"));
            CompletableFuture<Exchange> refused = new CompletableFuture<>();
            Thread loop = new FastThreadLocalThread(
                    () -> send(chat, "third").thenAccept(refused::complete), "nioEventLoopGroup-2-1");
            loop.start();

            OpenAiRateLimitException failure =
                    failureOf(refused.get(20, TimeUnit.SECONDS), OpenAiRateLimitException.class);

            assertThat(failure)
                    .hasMessageContaining("the queue of lane default is full: 1 calls wait already (maxQueued)")
                    .hasMessageContaining("event loop nioEventLoopGroup-2-1")
                    .hasMessageContaining("whenQueueFull=fail");
            loop.join(20_000);
            gate.open();
            assertThat(ends(full)).allSatisfy(end -> bodyOf(end));
        }
    }
}
