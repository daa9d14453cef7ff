// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.model.ChatMessage;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised of every chat holds for a streamed one too. */
class StreamPromisesTest extends StreamScenario {

    @Test
    void jsonThatIsCutAtLengthIsAFailureOfAStreamToo() throws Exception {
        server.send(StreamServer.delta("{ 1: "), StreamServer.finish("length"), "[DONE]")
                .end();

        Exchange done = read("&responseFormat=json_object", "Answer as json", StreamScenario::all);

        failureOf(done, OpenAiResponseException.class);
    }

    @Test
    void aFailureWithinAStreamHasItsCategory() throws Exception {
        server.send(
                        StreamServer.delta("part"),
                        "{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\",\"code\":null}}")
                .end();

        Exchange done = read("", "hi", StreamScenario::all);

        failureOf(done, OpenAiServerException.class);
        assertThat(done.getProperty("CamelAiErrorCategory")).isEqualTo("SERVER_ERROR");
    }

    @Test
    void usageIsAskedForBesideOtherOptionsOfTheStream() throws Exception {
        server.answer("ok");

        read("&additionalBodyProperty.stream_options=RAW({\"include_obfuscation\":false})", "hi", StreamScenario::all);

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
                StreamScenario::all);

        assertThat(server.awaitRequest()).contains("\"include_usage\":true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse", "ndjson"})
    void callsNobodyAnswersAreThereToo(String format) throws Exception {
        server.send(
                        StreamServer.toolCall(0, "call_1", "x", "{}"),
                        StreamServer.finish("tool_calls"),
                        StreamServer.usage(5, 5),
                        "[DONE]")
                .end();
        StringBuilder text = new StringBuilder();

        read(
                "&streamFormat=" + format + "&tools=RAW([{\"type\":\"function\",\"function\":{\"name\":\"x\"}}])",
                "hi",
                exchange -> text.append(exchange.getMessage().getBody(String.class)));

        assertThat(text).contains("call_1");
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
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:both")
                        .to(uri("&tools=" + weather))
                        .process(StreamScenario::all)
                        .process(
                                exchange -> exchange.getMessage().setBody(List.of(ChatMessage.tool("call_1", "sunny"))))
                        .to(uri(""))
                        .process(StreamScenario::all);
            }
        });

        call("direct:both", "hi");

        server.awaitRequest();
        assertThat(server.awaitRequest()).contains("Let me see.");
    }

    @Test
    void aServerThatRefusesTheFieldIsNotAskedForUsage() throws Exception {
        server.answer("ok");

        read("&additionalBodyProperty.stream_options=RAW(null)", "hi", StreamScenario::all);

        assertThat(server.awaitRequest()).doesNotContain("include_usage");
    }
}
