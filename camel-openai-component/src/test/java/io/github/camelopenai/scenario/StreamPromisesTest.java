// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.test.Reply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is promised of every chat holds for a streamed one too. */
class StreamPromisesTest extends Scenario {

    private StreamServer server;

    @BeforeEach
    void serve() throws Exception {
        server = new StreamServer();
    }

    @AfterEach
    void stopServing() {
        server.close();
    }

    private Exchange read(String options, Object body, Processor reader) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read")
                        .to("openai:chat?streaming=true&maxRetries=0&baseUrl=" + server.baseUrl() + options)
                        .process(reader);
            }
        });
        return call("direct:read", body);
    }

    private static void all(Exchange exchange) {
        List<Object> items = new ArrayList<>();
        exchange.getMessage().getBody(Iterator.class).forEachRemaining(items::add);
    }

    @Test
    void jsonThatIsCutAtLengthIsAFailureOfAStreamToo() throws Exception {
        server.send(StreamServer.delta("{ 1: "), StreamServer.finish("length"), "[DONE]")
                .end();

        Exchange done = read("&responseFormat=json_object", "Answer as json", StreamPromisesTest::all);

        failureOf(done, OpenAiResponseException.class);
    }

    @Test
    void aFailureWithinAStreamHasItsCategory() throws Exception {
        server.send(
                        StreamServer.delta("part"),
                        "{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\",\"code\":null}}")
                .end();

        Exchange done = read("", "hi", StreamPromisesTest::all);

        failureOf(done, OpenAiServerException.class);
        assertThat(done.getProperty("CamelAiErrorCategory")).isEqualTo("SERVER_ERROR");
    }

    @Test
    void usageIsAskedForBesideOtherOptionsOfTheStream() throws Exception {
        server.answer("ok");

        read(
                "&additionalBodyProperty.stream_options=RAW({\"include_obfuscation\":false})",
                "hi",
                StreamPromisesTest::all);

        assertThat(server.awaitRequest()).contains("\"include_usage\":true");
    }

    @Test
    void usageIsAskedForBesideOtherOptionsOfTheBody() throws Exception {
        server.answer("ok");

        read(
                "",
                Map.of(
                        "messages",
                        List.of(Map.of("role", "user", "content", "hi")),
                        "stream_options",
                        Map.of("include_obfuscation", false)),
                StreamPromisesTest::all);

        assertThat(server.awaitRequest()).contains("\"include_usage\":true");
    }

    @Test
    void callsNobodyAnswersAreInTheEventsToo() throws Exception {
        server.send(
                        StreamServer.toolCall(0, "call_1", "x", "{}"),
                        StreamServer.finish("tool_calls"),
                        StreamServer.usage(5, 5),
                        "[DONE]")
                .end();
        StringBuilder text = new StringBuilder();

        read(
                "&streamFormat=sse&tools=RAW([{\"type\":\"function\",\"function\":{\"name\":\"x\"}}])",
                "hi",
                exchange -> text.append(exchange.getMessage().getBody(String.class)));

        assertThat(text).contains("call_1");
    }

    @Test
    void remainingRequestsAreAnInteger() {
        openAi.next(Reply.text("hi").header("x-ratelimit-remaining-requests", "499"));

        Exchange exchange = call("openai:chat", "hi");

        assertThat(exchange.getMessage().getHeader(OpenAiHeaders.RATE_LIMIT_REMAINING_REQUESTS))
                .isInstanceOf(Integer.class);
    }

    @Test
    void attemptsOfTheRoundsAreCountedWhenThereAreTooMany() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=dice&description=Throws").setBody(constant("6"));
            }
        });
        openAi.next(Reply.toolCall("dice", "{}"), Reply.toolCall("dice", "{}"));

        Exchange exchange = call("openai:chat?tools=dice&maxToolRounds=1", "hi");

        assertThat(failureOf(exchange, OpenAiResponseException.class).attempts())
                .isEqualTo(2);
    }

    @Test
    void whatWasSaidBeforeTheCallsGoesOnToo() throws Exception {
        String weather = "RAW([{\"type\":\"function\",\"function\":{\"name\":\"x\"}}])";
        server.send(
                        StreamServer.delta("Let me see."),
                        StreamServer.toolCall(0, "call_1", "x", "{}"),
                        StreamServer.finish("tool_calls"),
                        "[DONE]")
                .end();
        server.answer("Sunny.");
        String uri = "openai:chat?streaming=true&baseUrl=" + server.baseUrl();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:both")
                        .to(uri + "&tools=" + weather)
                        .process(StreamPromisesTest::all)
                        .process(
                                exchange -> exchange.getMessage().setBody(List.of(ChatMessage.tool("call_1", "sunny"))))
                        .to(uri)
                        .process(StreamPromisesTest::all);
            }
        });

        call("direct:both", "hi");

        server.awaitRequest();
        assertThat(server.awaitRequest()).contains("Let me see.");
    }

    @Test
    void callsNobodyAnswersAreInTheLinesToo() throws Exception {
        server.send(
                        StreamServer.toolCall(0, "call_1", "x", "{}"),
                        StreamServer.finish("tool_calls"),
                        StreamServer.usage(5, 5),
                        "[DONE]")
                .end();
        StringBuilder text = new StringBuilder();

        read(
                "&streamFormat=ndjson&tools=RAW([{\"type\":\"function\",\"function\":{\"name\":\"x\"}}])",
                "hi",
                exchange -> text.append(exchange.getMessage().getBody(String.class)));

        assertThat(text).contains("call_1");
    }

    @Test
    void aServerThatRefusesTheFieldIsNotAskedForUsage() throws Exception {
        server.answer("ok");

        read("&additionalBodyProperty.stream_options=RAW(null)", "hi", StreamPromisesTest::all);

        assertThat(server.awaitRequest()).doesNotContain("include_usage");
    }
}
