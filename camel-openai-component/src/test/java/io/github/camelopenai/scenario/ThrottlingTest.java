// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.test.Gate;
import io.github.camelopenai.test.OpenAiSimulatorBuilder;
import io.github.camelopenai.test.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting for quota: who waits, how long, and what that costs. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class ThrottlingTest {

    private static final String CHAT = "openai:chat?model=gpt-4o-mini";

    @Nested
    class WithTheServersRequestLimit extends Line {

        private static final int PER_MINUTE = 120;

        @Override
        OpenAiSimulatorBuilder simulator() {
            return super.simulator().limits(PER_MINUTE, 1_000_000);
        }

        @Override
        void configure(OpenAiConfiguration options) {
            options.setRequestsPerMinute((long) PER_MINUTE);
        }

        @Test
        void noCallIsRejectedAndAllLeaveOnceTheServerHasSaidWhatIsLeft() throws Exception {
            List<Exchange> ends;
            try (Gate gate = openAi.hold()) {
                var sent = sendAll(producer(CHAT), PER_MINUTE);
                // Two may leave at once and two in a second, until the first answer is there.
                assertThat(component.quotaLevels().get(0).queued()).isGreaterThan(PER_MINUTE / 2);
                gate.open();
                ends = ends(sent);
            }

            assertThat(ends).allSatisfy(end -> assertThat(end.getException()).isNull());
            assertThat(openAi.requests())
                    .hasSize(PER_MINUTE)
                    .allMatch(request -> request.status().orElse(0) == 200);
            assertThat(ends).allMatch(end -> queuedMillis(end) < 20_000);
        }
    }

    @Nested
    class WithTheServersTokenLimit extends Line {

        private static final int PER_MINUTE = 60_000;

        @Override
        OpenAiSimulatorBuilder simulator() {
            return super.simulator().limits(10_000, PER_MINUTE);
        }

        @Override
        void configure(OpenAiConfiguration options) {
            options.setTokensPerMinute((long) PER_MINUTE);
        }

        /** Each call uses about 800 tokens, prompt and echo together, and reserves more until it is answered. */
        @Test
        void noCallIsRejectedAndLateOnesWait() throws Exception {
            AsyncProducer chat = producer(CHAT + "&maxTokens=500");
            String prompt = "word ".repeat(400);

            List<Exchange> ends = ends(IntStream.range(0, 66)
                    .mapToObj(number -> send(chat, prompt))
                    .toList());

            assertThat(ends).allSatisfy(end -> assertThat(end.getException()).isNull());
            assertThat(openAi.requests())
                    .hasSize(66)
                    .allMatch(request -> request.status().orElse(0) == 200);
            assertThat(ends).anyMatch(end -> queuedMillis(end) > 0);
        }
    }

    @Nested
    class WhenTheQueueIsFull extends Line {

        @Override
        void configure(OpenAiConfiguration options) {
            options.setMaxConcurrentRequests(1);
        }

        @Test
        void theNextCallFailsAtOnce() throws Exception {
            AsyncProducer chat = producer(CHAT + "&maxQueued=1&whenQueueFull=fail");
            try (Gate gate = openAi.hold()) {
                var inFlight = send(chat, "first");
                gate.awaitHeld(1, Duration.ofSeconds(20));
                var queued = send(chat, "second");

                Exchange refused = send(chat, "third").get(20, TimeUnit.SECONDS);

                OpenAiRateLimitException failure = failureOf(refused, OpenAiRateLimitException.class);
                assertThat(failure)
                        .hasMessageContaining("the queue of lane default is full: 1 calls wait already (maxQueued)");
                assertThat(failure.attempts()).isZero();
                assertThat(failure.isRetryable()).isTrue();
                assertThat(refused.getProperty("CamelAiErrorCategory")).isEqualTo("RATE_LIMIT");
                assertThat(inFlight).isNotDone();
                assertThat(queued).isNotDone();
                gate.open();
                assertThat(ends(List.of(inFlight, queued))).allSatisfy(end -> bodyOf(end));
            }
            assertThat(openAi.requests()).hasSize(2);
        }

        @Test
        void withoutAQueueWhoeverCannotLeaveFails() throws Exception {
            AsyncProducer chat = producer(CHAT + "&maxQueued=0&whenQueueFull=fail");
            try (Gate gate = openAi.hold()) {
                var inFlight = send(chat, "first");

                Exchange refused = send(chat, "second").get(20, TimeUnit.SECONDS);

                failureOf(refused, OpenAiRateLimitException.class);
                gate.open();
                bodyOf(inFlight.get(20, TimeUnit.SECONDS));
            }
            bodyOf(send(chat, "third").get(20, TimeUnit.SECONDS));
        }

        @Test
        void aRetryStillFindsItsPlace() throws Exception {
            AsyncProducer chat = producer(CHAT + "&maxQueued=1&retryInitialDelay=1");
            openAi.next(Reply.status(503), Reply.status(503));

            var first = send(chat, "first");
            var second = send(chat, "second");

            assertThat(ends(List.of(first, second))).allSatisfy(end -> bodyOf(end));
        }

        @Test
        void whoeverPrefersToBlockIsHeldUntilThereIsRoom() throws Exception {
            AsyncProducer chat = producer(CHAT + "&maxQueued=1&whenQueueFull=block");
            try (Gate gate = openAi.hold()) {
                var inFlight = send(chat, "first");
                var queued = send(chat, "second");
                CompletableFuture<Exchange> third = new CompletableFuture<>();
                Thread caller =
                        new Thread(() -> third.complete(send(chat, "third").join()));
                caller.start();

                while (caller.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }

                assertThat(third).isNotDone();
                assertThat(inFlight).isNotDone();
                gate.open();
                assertThat(ends(List.of(inFlight, queued, third))).allSatisfy(end -> bodyOf(end));
                caller.join(20_000);
                assertThat(caller.isAlive()).isFalse();
            }
        }

        @Test
        void manyBlockedCallersAllGetThrough() throws Exception {
            AsyncProducer chat = producer(CHAT + "&maxQueued=2&whenQueueFull=block");
            List<CompletableFuture<Exchange>> ends = new ArrayList<>();
            List<Thread> callers = new ArrayList<>();
            for (int number = 0; number < 50; number++) {
                CompletableFuture<Exchange> end = new CompletableFuture<>();
                String prompt = "caller " + number;
                callers.add(new Thread(() -> end.complete(send(chat, prompt).join())));
                ends.add(end);
            }

            callers.forEach(Thread::start);

            assertThat(ends(ends)).hasSize(50).allSatisfy(end -> bodyOf(end));
        }
    }

    @Nested
    class WhenTheWaitIsTooLong extends Line {

        @Test
        void aCallThatWouldWaitPastItsDeadlineFailsAtOnceWithTheWait() throws Exception {
            AsyncProducer chat = producer(CHAT + "&requestsPerMinute=1&queueTimeout=5s");
            bodyOf(send(chat, "first").get(20, TimeUnit.SECONDS));

            Exchange refused = send(chat, "second").get(20, TimeUnit.SECONDS);

            OpenAiRateLimitException failure = failureOf(refused, OpenAiRateLimitException.class);
            assertThat(failure).hasMessageContaining("longer than queueTimeout=5s");
            assertThat(failure.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(61));
            assertThat(refused.getProperty("CamelAiRetryAfterMillis", Long.class))
                    .isBetween(40_000L, 61_000L);
            assertThat(openAi.requests()).hasSize(1);
        }

        @Test
        void aCallThatIsStillWaitingAtItsDeadlineFails() throws Exception {
            AsyncProducer chat = producer(CHAT + "&maxConcurrentRequests=1&queueTimeout=200");
            try (Gate gate = openAi.hold()) {
                var inFlight = send(chat, "first");

                Exchange late = send(chat, "second").get(20, TimeUnit.SECONDS);

                assertThat(failureOf(late, OpenAiRateLimitException.class))
                        .hasMessageContaining("could not leave within queueTimeout=200ms");
                gate.open();
                bodyOf(inFlight.get(20, TimeUnit.SECONDS));
            }
        }
    }

    @Nested
    @EndsUnderWay
    class WhenTenThousandWait extends Line {

        private static final int MANY = 10_000;

        @Test
        void theyCostFourThreadsAtMostAndEndWithTheContext() throws Exception {
            AsyncProducer chat = producer(CHAT + "&requestsPerMinute=1&queueTimeout=30d&maxQueued=" + MANY);
            bodyOf(send(chat, "the only one").get(20, TimeUnit.SECONDS));
            int before = Thread.activeCount();

            List<CompletableFuture<Exchange>> waiting = sendAll(chat, MANY);

            assertThat(Thread.activeCount() - before).isLessThanOrEqualTo(4);
            assertThat(component.quotaLevels().get(0).queued()).isEqualTo(MANY);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            camel.stop();
            assertThat(ends(waiting))
                    .allSatisfy(end -> assertThat(end.getException()).isInstanceOf(OpenAiTransportException.class));
            assertThat(openAi.requests()).hasSize(1);
        }

        @Test
        void theyCostFourKibibytesEachAtMost() throws Exception {
            AsyncProducer chat = producer(CHAT + "&requestsPerMinute=1&queueTimeout=30d&maxQueued=" + MANY);
            bodyOf(send(chat, "the only one").get(20, TimeUnit.SECONDS));
            List<CompletableFuture<Exchange>> waiting = new ArrayList<>(sendAll(chat, MANY / 10)); // loads all classes
            long before = heap();

            waiting.addAll(sendAll(chat, MANY - waiting.size()));

            long each = (heap() - before) / (MANY - MANY / 10);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            assertThat(each)
                    .as("bytes of one waiting call, its exchange included")
                    .isLessThan(4096);
            camel.stop();
            ends(waiting);
        }

        private static long heap() {
            for (int time = 0; time < 3; time++) {
                System.gc();
            }
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }

    @Nested
    class WhenSomebodyAsks extends Line {

        @Test
        void theComponentTellsWhatIsLeft() throws Exception {
            AsyncProducer chat = producer(CHAT + "&requestsPerMinute=100&tokensPerMinute=10000");

            bodyOf(send(chat, "hello").get(20, TimeUnit.SECONDS));

            assertThat(component.quotaLevels()).singleElement().satisfies(level -> {
                assertThat(level.requestsPerMinute()).hasValue(100);
                assertThat(level.requestsLeft()).hasValue(99);
                assertThat(level.inFlight()).isZero();
                assertThat(level.queued()).isZero();
                assertThat(level.key()).doesNotContain(openAi.apiKey());
            });
        }
    }
}
