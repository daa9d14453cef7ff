// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class OpenAiSimulatorExtensionTest {
    @Test
    void injectsAndResets() {
        run(Tidy.class).testEvents().assertStatistics(events -> events.succeeded(4)
                .failed(0));
    }

    @Test
    void takesItsSettingsFromTheAnnotation() {
        run(Annotated.class).testEvents().assertStatistics(events -> events.succeeded(1)
                .failed(0));
    }

    @Test
    void failsATestThatLeavesAReplyUnused() {
        run(LeavesAReply.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("leaves"),
                                finishedWithFailure(
                                        instanceOf(AssertionError.class),
                                        message(text -> text.startsWith("1 scripted replies were left unused: ")))))
                .haveExactly(0, event(test("isNotTroubled"), finishedWithFailure()));
    }

    @Test
    void failsATestThatLeavesARequestUnanswered() {
        run(LeavesARequest.class)
                .testEvents()
                .failed()
                .assertEventsMatchExactly(event(
                        test("leaves"),
                        finishedWithFailure(message(text -> text.startsWith("1 exchanges were left under way")))));
    }

    @Test
    void failsATestThatLeavesALargeAnswerUnread() {
        run(LeavesAnAnswer.class)
                .testEvents()
                .failed()
                .assertEventsMatchExactly(event(
                        test("leaves"),
                        finishedWithFailure(message(text -> text.startsWith("1 exchanges were left under way")))));
    }

    @Test
    void failsATestWhoseClientCountsSomethingOpen() {
        run(Watched.class)
                .testEvents()
                .failed()
                .assertEventsMatchExactly(
                        event(test("leaves"), finishedWithFailure(message("open bodies of the client: 1"))));
    }

    @Test
    void doesNotHideTheFailureOfATest() {
        run(Fails.class)
                .testEvents()
                .failed()
                .assertEventsMatchExactly(event(finishedWithFailure(message("its own reason"))));
    }

    @Test
    void stopsTheServerAfterTheClass() {
        run(Tidy.class);

        assertThat(Tidy.LAST.get()).isPositive();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().contains(":" + Tidy.LAST.get()));
    }

    private static EngineExecutionResults run(Class<?> sample) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(sample))
                .execute();
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Tidy {
        static final AtomicInteger LAST = new AtomicInteger();

        @RegisterExtension
        static final OpenAiSimulatorExtension EXTENSION = OpenAiSimulatorExtension.withTier(Tier.FREE);

        private OpenAiSimulator field;

        @Test
        @Order(1)
        void uses(OpenAiSimulator parameter) {
            assertThat(parameter).isSameAs(field);
            for (int i = 0; i < 3; i++) {
                assertThat(new PlainClient(field).chat("a").status()).isEqualTo(200);
            }
            LAST.set(field.port());
        }

        @Test
        @Order(2)
        void findsNothingOfTheFirst(OpenAiSimulator parameter) {
            assertThat(parameter.requests()).isEmpty();
            assertThat(new PlainClient(field).chat("a").status()).isEqualTo(200);
            assertThat(parameter.port()).isEqualTo(LAST.get());
        }

        @Nested
        class Within {
            @Test
            void usesTheSameOne(OpenAiSimulator parameter) {
                assertThat(parameter).isSameAs(field);
            }
        }

        @Nested
        class WithinToo {
            private OpenAiSimulator own;

            @Test
            void usesTheSameOne() {
                assertThat(own).isSameAs(field);
            }
        }

        @AfterAll
        static void isStillThere() {
            assertThat(LAST.get()).isPositive();
        }
    }

    @WithOpenAiSimulator(tier = Tier.TIER_2)
    static class Annotated {
        @Test
        void hasTheTier(OpenAiSimulator openAi) {
            assertThat(new PlainClient(openAi).chat("a").header("x-ratelimit-limit-requests"))
                    .isEqualTo("5000");
        }
    }

    @WithOpenAiSimulator
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class LeavesAReply {
        @Test
        @Order(1)
        void leaves(OpenAiSimulator openAi) {
            openAi.next(Reply.status(500));
        }

        @Test
        @Order(2)
        void isNotTroubled(OpenAiSimulator openAi) {
            assertThat(new PlainClient(openAi).chat("a").status()).isEqualTo(200);
        }
    }

    @WithOpenAiSimulator
    static class LeavesARequest {
        @Test
        void leaves(OpenAiSimulator openAi) throws InterruptedException {
            Gate gate = openAi.hold();
            var unused = new PlainClient(openAi).postLater("/chat/completions", PlainClient.chatRequest("a"));
            gate.awaitHeld(1, Duration.ofSeconds(10));
            assertThat(unused).isNotDone();
        }
    }

    @WithOpenAiSimulator
    static class LeavesAnAnswer {
        private static HttpResponse<InputStream> kept;

        @Test
        void leaves(OpenAiSimulator openAi) throws IOException, InterruptedException {
            String input = String.join(",", Collections.nCopies(900, "\"a\""));
            kept = HttpClient.newHttpClient()
                    .send(
                            new PlainClient(openAi)
                                    .request("/embeddings")
                                    .POST(BodyPublishers.ofString(
                                            "{\"model\":\"text-embedding-3-large\",\"input\":[" + input + "]}"))
                                    .build(),
                            BodyHandlers.ofInputStream());
            assertThat(kept.statusCode()).isEqualTo(200);
        }

        @AfterAll
        static void close() throws IOException {
            kept.body().close();
        }
    }

    static class Watched {
        private static final AtomicInteger OPEN = new AtomicInteger();

        @RegisterExtension
        static final OpenAiSimulatorExtension EXTENSION =
                OpenAiSimulatorExtension.create().watch("open bodies of the client", OPEN::get);

        @Test
        void leaves() {
            OPEN.set(1);
        }
    }

    @WithOpenAiSimulator
    static class Fails {
        @Test
        void leaves(OpenAiSimulator openAi) {
            openAi.next(Reply.ok());
            throw new AssertionError("its own reason");
        }
    }
}
