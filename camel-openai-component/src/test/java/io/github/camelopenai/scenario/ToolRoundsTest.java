// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.ToolTrace;
import io.github.camelopenai.test.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model that calls routes: ask, call, answer, until there is an answer in words. */
class ToolRoundsTest extends Scenario {

    private static final String RAW =
            "[{\"type\":\"function\",\"function\":{\"name\":\"raw\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}]";

    private final CyclicBarrier together = new CyclicBarrier(2);

    @BeforeEach
    void tools() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=get_weather&description=Weather of a city&parameter.city=string&required=city&tags=now")
                        .routeId("weather")
                        .setBody(simple("sunny in ${header.city}"));
                from("openai:tool?name=get_time&description=The time&tags=now")
                        .process(exchange -> together.await(10, TimeUnit.SECONDS))
                        .setBody(constant("noon"));
                from("openai:tool?name=get_date&description=The date&tags=now")
                        .process(exchange -> together.await(10, TimeUnit.SECONDS))
                        .setBody(constant("Monday"));
                from("openai:tool?name=broken&description=It fails")
                        .throwException(new IllegalStateException("the shelf is empty"));
            }
        });
    }

    private JsonNode messages(int request) {
        return openAi.requests().get(request).json().path("messages");
    }

    @SuppressWarnings("unchecked")
    private static List<ToolTrace> trace(Exchange exchange) {
        return exchange.getProperty("CamelOpenAIToolTrace", List.class);
    }

    @Test
    void theRouteIsCalledAndItsAnswerToldToTheModel() {
        openAi.next(Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}"), Reply.text("Take a hat."));

        Exchange exchange = call("openai:chat?tools=get_weather", "What shall I wear?");

        assertThat(bodyOf(exchange)).isEqualTo("Take a hat.");
        assertThat(openAi.requests().get(0).json().at("/tools/0/function/name").asText())
                .isEqualTo("get_weather");
        JsonNode second = messages(1);
        assertThat(second).hasSize(3);
        assertThat(second.get(1).path("role").asText()).isEqualTo("assistant");
        assertThat(second.get(2).path("role").asText()).isEqualTo("tool");
        assertThat(second.get(2).path("content").asText()).isEqualTo("sunny in Oslo");
        assertThat(second.get(2).path("tool_call_id").asText())
                .isEqualTo(second.get(1).at("/tool_calls/0/id").asText())
                .isNotEmpty();
        assertThat(trace(exchange)).singleElement().satisfies(step -> {
            assertThat(step.round()).isEqualTo(1);
            assertThat(step.name()).isEqualTo("get_weather");
            assertThat(step.arguments()).isEqualTo("{\"city\":\"Oslo\"}");
            assertThat(step.outcome()).isEqualTo("ok");
        });
    }

    @Test
    void callsOfARoundRunAtOnceAndAreAnsweredInOrder() {
        // Each of the two routes waits for the other.
        openAi.next(Reply.toolCall("get_time", "{}").andToolCall("get_date", "{}"), Reply.text("done"));

        Exchange exchange = call("openai:chat?tools=now", "When is it?");

        assertThat(bodyOf(exchange)).isEqualTo("done");
        assertThat(messages(1).get(2).path("content").asText()).isEqualTo("noon");
        assertThat(messages(1).get(3).path("content").asText()).isEqualTo("Monday");
    }

    @Test
    void everyCallOfARoundIsAnsweredByItsId() {
        openAi.next(
                Reply.toolCall("call_good", "get_weather", "{\"city\":\"Oslo\"}")
                        .andToolCall("call_failing", "broken", "{}")
                        .andToolCall("call_invented", "get_whether", "{}")
                        .andToolCall("call_malformed", "get_weather", "{\"city\":"),
                Reply.text("I see"));

        Exchange exchange = call("openai:chat?tools=get_weather,broken", "hi");

        assertThat(bodyOf(exchange)).isEqualTo("I see");
        assertThat(messages(1).findValuesAsText("tool_call_id"))
                .containsExactly("call_good", "call_failing", "call_invented", "call_malformed");
    }

    @Test
    void usageAndAttemptsAreThoseOfAllRounds() {
        openAi.next(Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}"), Reply.text("ok"));

        Exchange exchange = call("openai:chat?tools=get_weather&storeFullResponse=true", "hi");

        assertThat(exchange.getMessage().getHeader("CamelOpenAIAttempts")).isEqualTo(2);
        long last = openAiUsage(exchange);
        assertThat(exchange.getMessage().getHeader("CamelOpenAITotalTokens", Long.class))
                .isGreaterThan(last);
    }

    private static long openAiUsage(Exchange exchange) {
        String raw = exchange.getProperty("CamelOpenAIResponse", String.class);
        return Long.parseLong(raw.replaceAll("(?s).*\"total_tokens\"\\s*:\\s*(\\d+).*", "$1"));
    }

    @Test
    void aModelThatCallsForEverIsStopped() {
        for (int round = 0; round < 3; round++) {
            openAi.next(Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}"));
        }

        Exchange exchange = call("openai:chat?tools=get_weather&maxToolRounds=2", "hi");

        assertThat(failureOf(exchange, OpenAiResponseException.class))
                .hasMessage(
                        "the model asked for tools in more than 2 rounds (maxToolRounds); raise it, or make the tools"
                                + " answer so that the model can end");
        assertThat(openAi.requests()).hasSize(3);
    }

    @ParameterizedTest(name = "{0} is told: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "broken|{}|IllegalStateException: the shelf is empty|failed",
                "get_weather|{\"town\":1}|city|bad_arguments",
                "get_weather|{\"city\":|not JSON|bad_arguments",
                "get_whether|{}|get_weather|unknown_tool",
            })
    void whatGoesWrongIsTold(String tool, String arguments, String told, String outcome) {
        openAi.next(Reply.toolCall(tool, arguments), Reply.text("I see"));

        Exchange exchange = call("openai:chat?tools=get_weather,broken", "hi");

        assertThat(bodyOf(exchange)).isEqualTo("I see");
        assertThat(messages(1).get(2).path("content").asText()).contains(told);
        assertThat(trace(exchange)).extracting(ToolTrace::outcome).containsExactly(outcome);
    }

    @Test
    void aStoppedRouteIsToldToo() throws Exception {
        camel.getRouteController().stopRoute("weather");
        openAi.next(Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}"), Reply.text("Later then"));

        Exchange exchange = call("openai:chat?tools=get_weather", "hi");

        assertThat(bodyOf(exchange)).isEqualTo("Later then");
        assertThat(trace(exchange)).extracting(ToolTrace::outcome).containsExactly("stopped");
    }

    @Test
    void aToolThatFailsEndsTheExchangeWhereThatIsAskedFor() {
        openAi.next(Reply.toolCall("broken", "{}"));

        Exchange exchange = call("openai:chat?tools=broken&onToolError=fail", "hi");

        assertThat(exchange.getException())
                .isInstanceOf(RuntimeCamelException.class)
                .hasMessage("the tool broken ended with failed in round 1, and onToolError=fail")
                .hasRootCauseMessage("the shelf is empty");
        assertThat(openAi.requests()).hasSize(1);
    }

    @Test
    void withoutRoutesTheCallsComeBackAndTheirResultsGoOn() {
        openAi.next(Reply.toolCall("raw", "{\"a\":1}"), Reply.text("Thank you"));

        Exchange exchange = template.request(
                "openai:chat?tools=RAW(" + RAW + ")", out -> out.getMessage().setBody("hi"));
        assertThat(bodyOf(exchange)).isInstanceOfSatisfying(List.class, calls -> {
            ToolCall call = (ToolCall) calls.get(0);
            assertThat(call.arguments()).isEqualTo("{\"a\":1}");
            exchange.getMessage().setBody(List.of(ChatMessage.tool(call.id(), "42")));
        });
        assertThat(exchange.getMessage().getHeader("CamelOpenAIFinishReason")).isEqualTo("tool_calls");
        template.send("openai:chat", exchange);

        assertThat(bodyOf(exchange)).isEqualTo("Thank you");
        assertThat(messages(1))
                .extracting(message -> message.path("role").asText())
                .containsExactly("user", "assistant", "tool");
    }

    @Test
    void resultsGoOnBehindAsManyInstructionsAsThereAre() {
        openAi.next(Reply.toolCall("raw", "{}"), Reply.text("Thank you"));

        Exchange exchange = template.request(
                "openai:chat?tools=RAW(" + RAW + ")", out -> out.getMessage().setBody("hi"));
        ToolCall call = (ToolCall) ((List<?>) bodyOf(exchange)).get(0);
        exchange.getMessage().setBody(List.of(ChatMessage.tool(call.id(), "42")));
        template.send("openai:chat?systemMessage=Be brief&developerMessage=Be kind", exchange);

        assertThat(bodyOf(exchange)).isEqualTo("Thank you");
        assertThat(messages(1))
                .extracting(message -> message.path("role").asText())
                .containsExactly("system", "developer", "user", "assistant", "tool");
    }

    @Test
    void whatForcesACallHoldsForTheFirstRoundOnly() {
        openAi.next(Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}"), Reply.text("ok"));

        call("openai:chat?tools=get_weather&toolChoice=get_weather&parallelToolCalls=false", "hi");

        assertThat(openAi.requests()
                        .get(0)
                        .json()
                        .at("/tool_choice/function/name")
                        .asText())
                .isEqualTo("get_weather");
        assertThat(openAi.requests().get(0).json().path("parallel_tool_calls").asBoolean(true))
                .isFalse();
        assertThat(openAi.requests().get(1).json().path("tool_choice").asText()).isEqualTo("auto");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tools=get_weather&toolChoice=other|toolChoice must be one of [auto, none, required], the name of a tool, or a JSON object, but was 'other'; the tools of this call are [get_weather]",
                "toolChoice=required|toolChoice must be one of [auto, none, required], the name of a tool, or a JSON object, but was 'required'; the tools of this call are []",
            })
    void whatMakesNoSenseIsRefused(String options, String message) {
        Exchange exchange = call("openai:chat?" + options, "hi");

        assertThat(failureOf(exchange, OpenAiRequestException.class)).hasMessage(message);
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void severalAnswersAreRefusedWithTools() {
        Exchange exchange = call("openai:chat?tools=get_weather", "hi", Map.of("CamelOpenAIN", 2));

        assertThat(failureOf(exchange, OpenAiRequestException.class))
                .hasMessage(
                        "n=2 asks for several answers, but only one can go on with the results of tools; set n to 1, or"
                                + " take tools out");
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void toolsThatAreNoJsonAreRefused() {
        Exchange exchange = call("openai:chat", "hi", Map.of("CamelOpenAITools", "[{\"type\":"));

        assertThat(failureOf(exchange, OpenAiRequestException.class))
                .hasMessageStartingWith("tools looks like JSON but is not: ");
    }

    @Test
    void anUnknownToolNamesTheKnownOnes() {
        Exchange exchange = call("openai:chat?tools=wether", "hi");

        assertThat(failureOf(exchange, OpenAiRequestException.class))
                .hasMessageContaining("tools=wether: no openai:tool route has this name or tag")
                .hasMessageContaining("get_weather");
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
}
