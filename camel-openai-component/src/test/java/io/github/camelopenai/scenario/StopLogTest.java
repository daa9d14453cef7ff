// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.test.Gate;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is logged when the context stops while calls wait or are under way. */
@Timeout(60)
@EndsUnderWay
class StopLogTest extends Scenario {

    private static final int CALLS = 70;
    private static final int IN_FLIGHT = 5;

    @Override
    void configure(OpenAiConfiguration options) {
        options.setMaxConcurrentRequests(IN_FLIGHT);
    }

    @BeforeEach
    void doNotWaitLong() {
        camel.getShutdownStrategy().setTimeout(1);
    }

    private void route(String consumer) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from(consumer).to("openai:chat?model=gpt-4o-mini");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:in", "seda:in", "seda:in?concurrentConsumers=20"})
    void oneLineForAllCalls(String consumer) throws Exception {
        route(consumer);
        try (Gate gate = openAi.hold();
                CapturedLog log = CapturedLog.from(Level.INFO)) {
            IntStream.range(0, CALLS)
                    .forEach(number -> template.asyncSend(
                            consumer + (consumer.startsWith("seda") ? sedaOptions(consumer) : ""),
                            exchange -> exchange.getMessage().setBody("hello")));
            gate.awaitHeld(IN_FLIGHT, Duration.ofSeconds(20));
            awaitQueued(CALLS - IN_FLIGHT);

            camel.stop();

            assertThat(log.events()).allMatch(event -> event.getThrowableProxy() == null, "no stack trace");
            assertThat(lines(log))
                    .containsExactly(
                            "The Camel context stops before 70 calls are answered and 0 streams are read to their"
                                    + " end; 65 of the calls wait for quota and were not sent. Their exchanges end with an"
                                    + " OpenAiTransportException");
        }
    }

    private static String sedaOptions(String consumer) {
        return (consumer.contains("?") ? "&" : "?") + "waitForTaskToComplete=Never";
    }

    private void awaitQueued(int calls) {
        while (component.getQueuedCalls() < calls) {
            Thread.onSpinWait(); // ended by the time limit of the test
        }
    }

    private static List<String> lines(CapturedLog log) {
        return log.events().stream()
                .filter(event -> event.getLoggerName().startsWith("io.github.camelopenai"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void nothingWhenAllIsDone() throws Exception {
        route("direct:in");
        template.requestBody("direct:in", "hello");
        try (CapturedLog log = CapturedLog.from(Level.INFO)) {
            camel.stop();

            assertThat(lines(log)).isEmpty();
        }
    }

    @Test
    void theContextsOwnSettingIsAsItWas() throws Exception {
        oneLineForAllCalls("direct:in");

        assertThat(camel.getShutdownStrategy().isSuppressLoggingOnTimeout()).isFalse();
    }
}
