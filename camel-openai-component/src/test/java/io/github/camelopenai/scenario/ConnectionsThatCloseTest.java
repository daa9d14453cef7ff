// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that close a connection after each answer without saying so: calls one after the other, and many at once. */
@Timeout(120)
class ConnectionsThatCloseTest extends Scenario {

    private static final int LINES = 100;

    private RawServer server;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Map<Object, Integer> attempts = Collections.synchronizedMap(new TreeMap<>());

    private void serve(String protocol) throws IOException {
        byte[] answer = (protocol + " 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + RawServer.HELLO.length() + "\r\n\r\n" + RawServer.HELLO)
                .getBytes(StandardCharsets.US_ASCII);
        server = new RawServer((connection, request) -> {
            connection.getOutputStream().write(answer);
            connection.close();
        });
        component.getConfiguration().setBaseUrl(server.baseUrl());
    }

    @AfterEach
    void hangUp() throws IOException {
        server.close();
    }

    private void ask(String options, boolean inParallel) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .handled(true)
                        .process(exchange ->
                                failures.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                                        .getMessage()));
                from("direct:lines")
                        .split(body())
                        .parallelProcessing(inParallel)
                        .to("openai:chat" + options)
                        .process(exchange -> attempts.merge(
                                exchange.getMessage().getHeader("CamelOpenAIAttempts"), 1, Integer::sum));
            }
        });

        call(
                "direct:lines",
                IntStream.range(0, LINES).mapToObj(line -> "line " + line).toList());
    }

    @ParameterizedTest(name = "\"{0}\", in parallel: {1}")
    @CsvSource({"'', false", "'', true", "?maxRetries=0, false", "?maxRetries=0, true"})
    void aServerOfHttp10IsAskedOverNewConnections(String options, boolean inParallel) throws Exception {
        serve("HTTP/1.0");

        ask(options, inParallel);

        assertThat(failures).isEmpty();
        assertThat(attempts).isEqualTo(Map.of(1, LINES));
        assertThat(server.received()).hasSize(LINES);
    }

    @Test
    void oneThatPromisesToKeepItsConnectionsIsBelievedOnce() throws Exception {
        serve("HTTP/1.1");

        ask("", false);

        assertThat(failures).isEmpty();
        assertThat(attempts.getOrDefault(1, 0)).as("%s", attempts).isGreaterThanOrEqualTo(LINES - 2);
    }
}
