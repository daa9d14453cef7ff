// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.memory.InMemoryChatMemory;
import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.StreamResult;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.ToolTrace;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams in which the model calls tools, and streams that are remembered. */
class StreamedToolsTest extends Scenario {

    private StreamServer server;
    private final List<Object> seen = new ArrayList<>();
    private final CountDownLatch inTool = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void serve() throws Exception {
        server = new StreamServer();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=get_weather&description=Weather&parameter.city=string")
                        .setBody(simple("sunny in ${header.city}"));
                from("openai:tool?name=slow&description=It takes its time").process(exchange -> {
                    inTool.countDown();
                    release.await(20, TimeUnit.SECONDS);
                });
            }
        });
    }

    @AfterEach
    void stopServing() {
        release.countDown();
        server.close();
    }

    private Exchange read(String options, org.apache.camel.Processor reader) throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read")
                        .to("openai:chat?streaming=true&baseUrl=" + server.baseUrl() + options)
                        .process(reader);
            }
        });
        return call("direct:read", "hi");
    }

    private void collect(Exchange exchange) {
        exchange.getMessage().getBody(Iterator.class).forEachRemaining(seen::add);
    }

    private void callsWeather() {
        server.send(
                        StreamServer.delta("Let me see. "),
                        StreamServer.toolCall(0, "call_1", "get_weather", ""),
                        StreamServer.toolCall(0, null, null, "{\"ci"),
                        StreamServer.toolCall(0, null, null, "ty\":\"Oslo\"}"),
                        StreamServer.finish("tool_calls"),
                        StreamServer.usage(5, 5),
                        "[DONE]")
                .end();
    }

    @Test
    void textFlowsAndToolsAreCalledInBetween() throws Exception {
        callsWeather();
        server.answer("It is ", "sunny.");

        Exchange done = read("&tools=get_weather", this::collect);

        assertThat(done.getException()).isNull();
        assertThat(seen).containsExactly("Let me see. ", "It is ", "sunny.");
        server.awaitRequest();
        assertThat(server.awaitRequest())
                .contains("\"content\":\"Let me see. \",\"tool_calls\":[{\"id\":\"call_1\"")
                .contains("\"content\":\"sunny in Oslo\",\"tool_call_id\":\"call_1\"");
        StreamResult result = done.getProperty("CamelOpenAIStreamResult", StreamResult.class);
        assertThat(result.finishReason()).isEqualTo("stop");
        assertThat(result.usage().totalTokens()).isEqualTo(10 + 9);
        assertThat(done.getProperty("CamelOpenAIToolTrace", List.class)).hasSize(1);
    }

    @Test
    void eventsTellWhichToolsWereCalled() throws Exception {
        callsWeather();
        server.answer("ok");

        read("&tools=get_weather&streamFormat=event", this::collect);

        List<ChatDelta> deltas = seen.stream().map(ChatDelta.class::cast).toList();
        assertThat(deltas).extracting(ChatDelta::round).containsExactly(1, 1, 1, 1, 1, 1, 1, 2, 2, 2);
        ChatDelta tools = deltas.get(6);
        assertThat(tools.toolResults())
                .extracting(ToolTrace::name, ToolTrace::outcome)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("get_weather", "ok"));
    }

    @Test
    void serverSentEventsKeepTheRoundsToThemselves() throws Exception {
        callsWeather();
        server.answer("ok");

        read(
                "&tools=get_weather&streamFormat=sse",
                exchange -> seen.add(exchange.getMessage().getBody(String.class)));

        assertThat(seen.get(0).toString())
                .doesNotContain("tool_calls")
                .contains("\"ok\"")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void callsNobodyAnswersAreLeftToTheRoute() throws Exception {
        callsWeather();

        Exchange done = read(
                "&streamFormat=event&tools=RAW([{\"type\":\"function\",\"function\":{\"name\":\"x\"}}])",
                this::collect);

        assertThat(done.getException()).isNull();
        assertThat(done.getProperty("CamelOpenAIStreamResult", StreamResult.class)
                        .finishReason())
                .isEqualTo("tool_calls");
        assertThat(seen.stream().map(ChatDelta.class::cast).flatMap(delta -> delta.toolCalls().stream()))
                .extracting(ChatDelta.ToolCallDelta::arguments)
                .containsExactly("", "{\"ci", "ty\":\"Oslo\"}");
    }

    @Test
    void resultsOfTheRouteGoOnWhereTheStreamStopped() throws Exception {
        callsWeather();
        server.answer("Sunny.");
        String uri = "openai:chat?streaming=true&baseUrl=" + server.baseUrl();
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:both")
                        .to(uri + "&tools=RAW([{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}}])")
                        .process(StreamedToolsTest.this::collect)
                        .process(exchange ->
                                exchange.getMessage().setBody(List.of(ChatMessage.tool("call_1", "sunny in Oslo"))))
                        .to(uri)
                        .process(StreamedToolsTest.this::collect);
            }
        });

        Exchange done = call("direct:both", "hi");

        assertThat(done.getException()).isNull();
        assertThat(seen).containsExactly("Let me see. ", "Sunny.");
        server.awaitRequest();
        assertThat(server.awaitRequest())
                .contains("{\"role\":\"user\",\"content\":\"hi\"}")
                .contains("\"tool_calls\":[{\"id\":\"call_1\"")
                .contains("\"content\":\"sunny in Oslo\",\"tool_call_id\":\"call_1\"");
    }

    @Test
    void closingWhileAToolRunsEndsTheReader() throws Exception {
        server.send(StreamServer.toolCall(0, "c", "slow", "{}"), StreamServer.finish("tool_calls"), "[DONE]")
                .end();

        Exchange done = read("&tools=slow", exchange -> {
            Thread closer = new Thread(() -> {
                try {
                    inTool.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.getMessage()
                        .getBody(io.github.camelopenai.model.ChatStream.class)
                        .close();
            });
            closer.start();
            collect(exchange);
        });

        assertThat(done.getException())
                .hasMessage("the stream of the answer broke off: it was closed while tools were called");
    }

    @Test
    void aStreamIsRememberedOnceItIsWhole() throws Exception {
        InMemoryChatMemory memory = new InMemoryChatMemory();
        camel.getRegistry().bind("notes", memory);
        callsWeather();
        server.answer("Sunny.");

        Exchange done = read("&tools=get_weather&memory=#notes&conversationId=c1", this::collect);

        assertThat(done.getException()).isNull();
        assertThat(memory.load("c1"))
                .containsExactly(
                        ChatMessage.user("hi"),
                        new ChatMessage(
                                "assistant",
                                "Let me see. ",
                                null,
                                List.of(new ToolCall("call_1", "get_weather", "{\"city\":\"Oslo\"}")),
                                null),
                        ChatMessage.tool("call_1", "sunny in Oslo"),
                        ChatMessage.assistant("Sunny."));
    }

    @Test
    void aStreamThatIsGivenUpIsNotRemembered() throws Exception {
        InMemoryChatMemory memory = new InMemoryChatMemory();
        camel.getRegistry().bind("notes", memory);
        server.send(StreamServer.delta("half"));

        read(
                "&memory=#notes&conversationId=c1",
                exchange -> exchange.getMessage().getBody(Iterator.class).next());

        assertThat(memory.load("c1")).isEmpty();
    }
}
