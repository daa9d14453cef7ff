// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.test.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route of a tool may chat with tools in turn, but not without end. */
class ToolDepthTest extends Scenario {

    /** Far more than any limit here; without a limit the recursion ends there, so that a failing test ends too. */
    private static final int WITHOUT_END = 12;

    private final AtomicInteger entered = new AtomicInteger();

    /** The model calls the tool in each chat once; its route chats again in the given way. */
    private void recursion(String way, String options) throws Exception {
        openAi.chat().when(json -> json.has("tools")).callTool("ask", "{}");
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=ask&description=Asks on")
                        .filter(exchange -> entered.incrementAndGet() < WITHOUT_END)
                        .to("direct:" + way)
                        .end()
                        .setBody(simple("${body}"));
                from("direct:directly").setBody(constant("again")).to("direct:chat");
                from("direct:seda").setBody(constant("again")).to("seda:chat?waitForTaskToComplete=Always");
                from("direct:multicast")
                        .setBody(constant("again"))
                        .multicast(AggregationStrategies.useLatest())
                        .parallelProcessing()
                        .to("direct:chat");
                from("direct:enrich").setBody(constant("again")).enrich("direct:chat");
                from("direct:split")
                        .setBody(constant(List.of("again")))
                        .split(body())
                        .to("direct:chat");
                from("direct:headers").process(exchange -> {
                    exchange.getMessage()
                            .setBody(template.requestBodyAndHeaders(
                                    "direct:chat",
                                    "again",
                                    new HashMap<>(exchange.getMessage().getHeaders())));
                });
                from("direct:withoutHeaders")
                        .removeHeaders("*")
                        .setBody(constant("again"))
                        .to("direct:chat");
                from("direct:streamed")
                        .setBody(constant("again"))
                        .to("openai:chat?tools=ask&streaming=true&" + options)
                        .convertBodyTo(String.class);
                from("seda:chat?pollTimeout=20").to("direct:chat");
                from("direct:chat").to("openai:chat?tools=ask&" + options);
            }
        });
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertThat(root).isInstanceOf(OpenAiRequestException.class);
        return root.getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"directly", "seda", "multicast", "enrich", "split", "headers", "withoutHeaders", "streamed"})
    void aToolThatChatsWithItselfIsStoppedHoweverItReachesTheChat(String way) throws Exception {
        recursion(way, "onToolError=fail");

        Exchange exchange = call("direct:" + (way.equals("streamed") ? way : "chat"), "hi");

        assertThat(rootMessage(exchange.getException()))
                .isEqualTo("maxToolDepth=3 is reached: this openai:chat offers tools within the tools ask > ask > ask;"
                        + " take tools out of the routes that the model calls, or raise maxToolDepth (1 to 20)");
        assertThat(entered).hasValue(3);
        assertThat(openAi.requests()).hasSize(3);
    }

    @Test
    void aTapIsCountedToo() throws Exception {
        AtomicInteger deepest = new AtomicInteger();
        openAi.chat().when(json -> json.has("tools")).callTool("ask", "{}");
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=ask&description=Asks on")
                        .filter(exchange -> entered.incrementAndGet() < WITHOUT_END)
                        .wireTap("seda:tapped")
                        .end()
                        .setBody(constant("tapped"));
                from("seda:tapped?pollTimeout=20")
                        .onException(Throwable.class)
                        .process(exchange -> deepest.incrementAndGet())
                        .handled(true)
                        .end()
                        .to("openai:chat?tools=ask");
            }
        });

        bodyOf(call("openai:chat?tools=ask", "hi"));
        camel.stop(); // waits for those that are tapped

        assertThat(deepest).hasValue(1);
        assertThat(entered).hasValue(3);
    }

    @Test
    void theLimitIsTheOptions() throws Exception {
        recursion("directly", "onToolError=fail&maxToolDepth=1");

        Exchange exchange = call("direct:chat", "hi");

        assertThat(rootMessage(exchange.getException()))
                .startsWith("maxToolDepth=1 is reached")
                .contains("tools ask;");
        assertThat(entered).hasValue(1);
    }

    @Test
    void theModelIsToldLikeOfAnyFailureOfATool() throws Exception {
        recursion("directly", "maxToolDepth=1&onToolError=tell");

        bodyOf(call("direct:chat", "hi"));

        assertThat(openAi.requests().get(1).json().at("/messages/2/content").asText())
                .startsWith("tool ask failed: OpenAiRequestException: maxToolDepth=1 is reached");
    }

    @Test
    void aChatWithoutToolsIsFreeToRunAnywhere() throws Exception {
        openAi.next(Reply.toolCall("sum", "{}"), Reply.text("short"), Reply.text("done"));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=sum&description=Sums up")
                        .setBody(constant("long"))
                        .to("openai:chat");
            }
        });

        assertThat(bodyOf(call("openai:chat?tools=sum&maxToolDepth=1", "hi"))).isEqualTo("done");
    }

    @Test
    void aHeaderLowersTheLimitAndDoesNotRaiseIt() throws Exception {
        recursion("directly", "onToolError=fail&maxToolDepth=2");

        Exchange raised = template.request("direct:chat", exchange -> {
            exchange.getMessage().setBody("hi");
            exchange.getMessage().setHeader("CamelOpenAIMaxToolDepth", 20);
            exchange.getMessage().setHeader("CamelOpenAIToolChain", "");
        });

        assertThat(rootMessage(raised.getException())).startsWith("maxToolDepth=2 is reached");
        Exchange lowered = call(
                "openai:chat?tools=ask",
                "hi",
                Map.of("CamelOpenAIMaxToolDepth", 1, "CamelOpenAIToolChain", "forged, \n" + "x".repeat(99)));
        assertThat(lowered.getException())
                .hasMessageStartingWith("maxToolDepth=1 is reached: this openai:chat offers tools within the tools"
                        + " forged > (unknown);");
    }

    @Test
    void aForgedHeaderWithinAToolDoesNotShortenTheChain() throws Exception {
        openAi.chat().when(json -> json.has("tools")).callTool("ask", "{}");
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=ask&description=Asks on")
                        .filter(exchange -> entered.incrementAndGet() < WITHOUT_END)
                        .setHeader("CamelOpenAIToolChain", constant(""))
                        .to("openai:chat?tools=ask&onToolError=fail");
            }
        });

        Exchange exchange = call("openai:chat?tools=ask&onToolError=fail", "hi");

        assertThat(rootMessage(exchange.getException())).contains("ask > ask > ask");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 21})
    void anotherDepthIsRefusedAtStart(int depth) {
        assertThatThrownBy(() -> camel.getEndpoint("openai:chat?tools=ask&maxToolDepth=" + depth)
                        .createProducer())
                .hasMessageStartingWith("maxToolDepth must be 1 to 20 but was " + depth);
    }

    @Test
    void theChainDoesNotStayWithWhoeverAsked() throws Exception {
        recursion("directly", "maxToolDepth=1&onToolError=tell");

        Exchange exchange = call("direct:chat", "hi");

        assertThat(exchange.getProperties()).doesNotContainKey("CamelOpenAIToolChain");
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("CamelOpenAIToolChain");
    }
}
