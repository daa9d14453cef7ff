// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.test.OpenAiSimulatorBuilder;
import io.github.camelopenai.test.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thousand exchanges at once: each comes back, and once. */
@Timeout(180)
@ExtendWith(NothingLeft.class)
class ThousandExchangesTest {

    private static final int THOUSAND = 1000;

    /** Exchanges that are given to a producer without a route, as Camel's engine gives them. */
    private abstract static class Crowd extends Scenario {

        final Queue<Exchange> ended = new ConcurrentLinkedQueue<>();
        final Map<String, AtomicInteger> callbacks = new ConcurrentHashMap<>();
        final Set<String> threads = ConcurrentHashMap.newKeySet();
        final Set<Boolean> ends = ConcurrentHashMap.newKeySet();

        @Override
        void configure(OpenAiConfiguration options) {
            options.setRetryInitialDelay(1);
            options.setRetryMaxDelay(20);
        }

        void sendAll(String uri) throws Exception {
            try (AsyncProducer producer = camel.getEndpoint(uri).createAsyncProducer()) {
                producer.start();
                CountDownLatch open = new CountDownLatch(THOUSAND);
                for (int number = 0; number < THOUSAND; number++) {
                    send(producer, "exchange " + number, open);
                }
                assertThat(open.await(150, TimeUnit.SECONDS))
                        .as("all have ended")
                        .isTrue();
            }
        }

        private void send(AsyncProducer producer, String prompt, CountDownLatch open) {
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setBody(prompt);
            exchange.setProperty("prompt", prompt);
            boolean endedAtOnce = producer.process(exchange, doneSync -> {
                callbacks.computeIfAbsent(prompt, any -> new AtomicInteger()).incrementAndGet();
                threads.add(Thread.currentThread().getName());
                ends.add(doneSync);
                ended.add(exchange);
                open.countDown();
            });
            ends.add(endedAtOnce);
        }

        void eachHasEndedOnce() {
            assertThat(ended).hasSize(THOUSAND);
            assertThat(callbacks).hasSize(THOUSAND);
            assertThat(callbacks.values()).allMatch(count -> count.get() == 1);
            assertThat(ends).as("process() and done() both say asynchronous").containsExactly(false);
            assertThat(threads).allMatch(name -> name.contains("OpenAiWorker"));
        }

        void eachHasItsOwnAnswer() {
            assertThat(ended).allSatisfy(exchange -> assertThat(bodyOf(exchange))
                    .isEqualTo("You said: " + exchange.getProperty("prompt")));
        }
    }

    @Nested
    class WhenAllIsWell extends Crowd {

        @Test
        void eachIsAnsweredOnceOnAWorker() throws Exception {
            sendAll("openai:chat?model=gpt-4o-mini");

            eachHasEndedOnce();
            eachHasItsOwnAnswer();
            assertThat(openAi.requests()).hasSize(THOUSAND);
        }

        @Test
        void eachPassesThroughARoute() throws Exception {
            Queue<Object> arrived = new ConcurrentLinkedQueue<>();
            CountDownLatch open = new CountDownLatch(THOUSAND);
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("seda:ask?pollTimeout=20&concurrentConsumers=20&size=2000")
                            .to("openai:chat?model=gpt-4o-mini")
                            .process(exchange -> {
                                arrived.add(exchange.getMessage().getBody());
                                open.countDown();
                            });
                }
            });

            IntStream.range(0, THOUSAND).forEach(number -> template.sendBody("seda:ask?size=2000", "number " + number));

            assertThat(open.await(150, TimeUnit.SECONDS)).isTrue();
            assertThat(arrived)
                    .hasSize(THOUSAND)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, THOUSAND)
                            .<Object>mapToObj(number -> "You said: number " + number)
                            .toList());
        }
    }

    /** We do not know its limits; its headers name them. */
    @Nested
    class WhenTheServerHoldsUsToLimits extends Crowd {

        private static final int UNDERWAY = 100;

        @Override
        OpenAiSimulatorBuilder simulator() {
            return super.simulator().limits(800, 10_000_000);
        }

        @Override
        void configure(OpenAiConfiguration options) {
            super.configure(options);
            options.setMaxConcurrentRequests(UNDERWAY);
        }

        @Test
        void eachIsAnsweredOnceAndNoMoreAreRejectedThanAreUnderWayAtOnce() throws Exception {
            sendAll("openai:chat?model=gpt-4o-mini");

            eachHasEndedOnce();
            eachHasItsOwnAnswer();
            // A full bucket of the server loses what flows in while the first calls are late, and we do not see that
            // before the
            // bucket is empty. Then the calls under way are rejected, and their headers correct the books: that is the
            // bound,
            // however late the calls are. Without the headers the 200 calls beyond the limit would all be rejected.
            assertThat(openAi.requests().size()).as("requests").isBetween(THOUSAND, THOUSAND + UNDERWAY);
        }
    }

    @Nested
    class WhenMuchGoesWrong extends Crowd {

        private static final long SEED = 20_261_122;

        private final Random chance = new Random(SEED);

        @Override
        void configure(OpenAiConfiguration options) {
            super.configure(options);
            options.setRequestTimeout(2000);
        }

        private Reply oneOfMany() {
            return switch (chance.nextInt(12)) {
                case 0 -> Reply.connectionReset();
                // Few: they slow us down, as they should.
                case 1 -> chance.nextInt(20) > 0 ? Reply.ok() : Reply.rateLimited(Duration.ofMillis(30));
                case 2 -> Reply.status(500);
                case 3 -> Reply.status(503);
                case 4 -> Reply.malformedJson();
                case 5 -> Reply.ok().after(Duration.ofMillis(chance.nextInt(300)));
                case 6 -> Reply.emptyResponse();
                case 7 -> Reply.ok().cutAfter(chance.nextInt(100) + 1);
                case 8 -> Reply.html(502);
                default -> Reply.ok();
            };
        }

        @Test
        void eachIsAnsweredOrFailsOnce() throws Exception {
            List<Reply> replies = new ArrayList<>();
            IntStream.range(0, THOUSAND).forEach(number -> replies.add(oneOfMany()));
            openAi.next(replies.toArray(Reply[]::new));

            sendAll("openai:chat?model=gpt-4o-mini");

            eachHasEndedOnce();
            Map<String, Integer> outcomes = new TreeMap<>();
            for (Exchange exchange : ended) {
                outcomes.merge(outcomeOf(exchange), 1, Integer::sum);
            }
            assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(THOUSAND);
            assertThat(outcomes).containsKeys("answered", "OpenAiResponseException");
        }

        private String outcomeOf(Exchange exchange) {
            if (exchange.getException() == null) {
                assertThat(exchange.getMessage().getBody()).isEqualTo("You said: " + exchange.getProperty("prompt"));
                return "answered";
            }
            assertThat(exchange.getException()).isInstanceOf(OpenAiException.class);
            assertThat(exchange.getMessage().getBody()).isEqualTo(exchange.getProperty("prompt"));
            return exchange.getException().getClass().getSimpleName();
        }
    }
}
