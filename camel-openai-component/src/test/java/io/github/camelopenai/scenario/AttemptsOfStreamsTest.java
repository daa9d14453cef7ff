// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.test.Fault;
import io.github.camelopenai.test.FaultyServer;
import io.github.camelopenai.test.Phase;
import io.github.camelopenai.test.Reply;
import java.io.InputStream;
import java.util.Iterator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that turns out to be unusable while it is read has cost an attempt, and the exception says so. */
class AttemptsOfStreamsTest extends Scenario {

    private static final String DELTA = "data: {\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}\n\n";

    static Stream<Named<String>> streams() {
        return Stream.of(
                Named.of("JSON cut at the token limit", DELTA.formatted("\"content\":\"{\"", "\"length\"")),
                Named.of("an event of 40 MB", "data: " + "a".repeat(40_000_000) + "\n\n"),
                Named.of("thousands of tool calls", thousandsOfCalls()),
                Named.of("no JSON", "data: hello\n\n"));
    }

    private static String thousandsOfCalls() {
        String call =
                "\"tool_calls\":[{\"index\":%1$d,\"id\":\"call_%1$d\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]";
        return IntStream.range(0, 3_000)
                .mapToObj(index -> DELTA.formatted(call.formatted(index), "null"))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void anUnusableStreamHasCostAnAttempt(String events) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read")
                        .to("openai:chat?streaming=true&responseFormat=json_object")
                        .process(exchange ->
                                exchange.getMessage().getBody(Iterator.class).forEachRemaining(piece -> {}));
            }
        });
        openAi.next(Reply.eventStream(events));

        OpenAiResponseException failure =
                failureOf(call("direct:read", "answer in JSON"), OpenAiResponseException.class);

        assertThat(failure.attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat?streaming=true", "speech"})
    void aStreamThatBreaksOffHasCostTheAttemptsBeforeItToo(String operation) throws Exception {
        try (FaultyServer server = FaultyServer.start()) {
            component.getConfiguration().setBaseUrl(server.baseUrl());
            component.getConfiguration().setRetryInitialDelay(1);
            routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:read").to("openai:" + operation).process(exchange -> exchange.getMessage()
                            .getMandatoryBody(InputStream.class)
                            .readAllBytes());
                }
            });
            server.next(Fault.status(503), Fault.status(503), Fault.closeAfter(Phase.HALF_BODY_SENT));

            Throwable failure = call("direct:read", "hello").getException();

            assertThat(FaultOutcome.openAi(failure).orElseThrow().attempts()).isEqualTo(3);
            assertThat(server.requestsRead()).isEqualTo(3);
        }
    }
}
