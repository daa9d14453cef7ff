// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.RawServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway adds a header that the server behind it has set already, and the two do not agree. */
class HeadersGivenTwiceTest extends RawServerScenario {

    private static final String CHAT = "openai:chat?queueTimeout=10s&retryTimeout=10s";
    private static final String NO = "{\"error\":{\"message\":\"not now\",\"type\":\"odd\"}}";

    private static String twice(String name, String first, String second) {
        return name + ": " + first + "\r\n" + name + ": " + second + "\r\n";
    }

    /** The first answer is this one, the others are good. */
    private AtomicInteger first(int status, String headers, String body) {
        AtomicInteger served = new AtomicInteger();
        server.behave((connection, request) -> {
            if (served.getAndIncrement() == 0) {
                RawServer.write(connection, status, headers, body);
            } else {
                RawServer.write(connection, 200, "", RawServer.HELLO);
            }
        });
        return served;
    }

    private void assertAnswered(Exchange exchange) {
        assertThat(bodyOf(exchange)).isNotNull();
    }

    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource({
        "remaining, 400, 0",
        "remaining, 0, 400",
        "limit, 500, 1",
        "limit, 1, 500",
        "limit, 500, none",
        "remaining, 0, -1",
    })
    void limitsThatContradictEachOtherHoldNobody(String which, String one, String other) {
        StringBuilder headers = new StringBuilder();
        for (String what : new String[] {"requests", "tokens"}) {
            headers.append(which.equals("limit") ? "" : "x-ratelimit-limit-" + what + ": 500\r\n")
                    .append(which.equals("remaining") ? "" : "x-ratelimit-remaining-" + what + ": 0\r\n")
                    .append(twice("x-ratelimit-" + which + "-" + what, one, other))
                    .append("x-ratelimit-reset-" + what + ": 8h0m0s\r\n");
        }
        first(200, headers.toString(), RawServer.HELLO);

        Exchange answered = call(CHAT, "hello");

        assertAnswered(answered);
        assertThat(answered.getMessage().getHeaders().keySet().stream().filter(name -> name.contains("Remaining")))
                .as("headers of what is left")
                .hasSize(which.equals("limit") ? 2 : 0);
        assertAnswered(call(CHAT, "hello"));
        assertAnswered(call(CHAT, "hello"));
    }

    @Test
    void aValueThatIsGivenTwiceIsOneValue() {
        first(
                200,
                twice("x-ratelimit-limit-requests", "500", "500")
                        + twice("x-ratelimit-remaining-requests", "400", "400"),
                RawServer.HELLO);

        Exchange answered = call(CHAT, "hello");

        assertThat(answered.getMessage().getHeader(OpenAiHeaders.RATE_LIMIT_REMAINING_REQUESTS))
                .isEqualTo(400);
    }

    @ParameterizedTest(name = "{0}, {1} and {2}")
    @CsvSource({
        "429, 0, 7200",
        "429, 7200, 0",
        "429, never, 7200",
        "429, 7200, 'Fri, 31 Dec 2999 23:59:59 GMT'",
        "503, 0, 7200",
        "503, 7200, 0",
        "503, 99999999999, 7200",
        "409, 7200, 0",
    })
    void waitsThatContradictEachOtherAreNotKeptTo(int status, String one, String other) {
        AtomicInteger served = first(status, twice("retry-after", one, other), NO);

        Exchange exchange = call(CHAT, "hello");

        assertAnswered(exchange);
        assertThat(served).hasValue(2);
        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.ATTEMPTS)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"application/json, text/html", "text/html, application/json"})
    void aBodyWithTwoTypesIsTakenForWhatItIs(String one, String other) {
        String types = twice("content-type", one, other);

        first(200, types, RawServer.HELLO);
        assertAnswered(call(CHAT, "hello"));

        first(400, types, NO);
        assertThat(failureOf(call(CHAT, "hello"), OpenAiRequestException.class)).hasMessageContaining("not now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void adviceThatContradictsItselfIsNone(String last) {
        String advice = twice("x-should-retry", last.equals("true") ? "false" : "true", last);

        AtomicInteger served = first(400, advice, NO);
        failureOf(call(CHAT, "hello"), OpenAiRequestException.class);
        assertThat(served).hasValue(1);

        first(500, advice, NO);
        assertAnswered(call(CHAT, "hello"));
    }

    /** Both are ids of the request. That of the gateway, which the caller knows, comes last. */
    @Test
    void ofTwoIdsTheLastOneIsShown() {
        first(200, twice("x-request-id", "req_1", "req_2"), RawServer.HELLO);

        Exchange answered = call(CHAT, "hello");

        assertThat(answered.getMessage().getHeader(OpenAiHeaders.REQUEST_ID)).isEqualTo("req_2");
    }
}
