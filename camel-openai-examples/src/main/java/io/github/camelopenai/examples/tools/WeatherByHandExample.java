// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.OpenAiHeaders;
import io.github.camelopenai.examples.ExampleContext;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import io.github.camelopenai.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** The same without a tool route: the calls come out as the body, and their results go in with the next request. */
public final class WeatherByHandExample extends RouteBuilder {

    private static final int MOST_ROUNDS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    // tag::tool[]
    private static final JsonNode TOOLS = json("""
            [{"type": "function", "function": {
                "name": "get_weather",
                "description": "Current weather of a city",
                "parameters": {
                    "type": "object",
                    "properties": {
                        "city": {"type": "string", "description": "Name of the city"},
                        "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}},
                    "required": ["city"]}}}]
            """);
    // end::tool[]

    // tag::route[]
    @Override
    public void configure() {
        from("direct:ask")
                .process(exchange -> goOn(
                        exchange, List.of(ChatMessage.user(exchange.getMessage().getBody(String.class)))))
                .to("openai:chat")
                .loopDoWhile(WeatherByHandExample::wantsMore)
                .process(exchange -> {
                    List<ChatMessage> messages = new ArrayList<>(exchange.getVariable("conversation", List.class));
                    List<ToolCall> calls = exchange.getMessage().getBody(List.class);
                    messages.add(ChatMessage.assistant(calls));
                    calls.forEach(call -> messages.add(ChatMessage.tool(call.id(), result(call))));
                    goOn(exchange, messages);
                })
                .to("openai:chat")
                .end();
    }

    private static void goOn(Exchange exchange, List<ChatMessage> messages) {
        exchange.setVariable("conversation", messages);
        exchange.getMessage().setBody(new ChatRequest(null, messages, Map.of("tools", TOOLS)));
    }

    private static boolean wantsMore(Exchange exchange) {
        return "tool_calls".equals(exchange.getMessage().getHeader(OpenAiHeaders.FINISH_REASON))
                && exchange.getProperty(Exchange.LOOP_INDEX, -1, Integer.class) + 1 < MOST_ROUNDS;
    }

    /** Every call is answered, also one that makes no sense. */
    private static String result(ToolCall call) {
        try {
            JsonNode arguments = JSON.readTree(call.arguments());
            return call.name().equals("get_weather")
                    ? JSON.writeValueAsString(Weather.of(
                            arguments.path("city").asText(),
                            arguments.path("unit").asText()))
                    : "there is no tool " + call.name();
        } catch (JsonProcessingException e) {
            return "the arguments are not JSON";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
    // end::route[]

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static void main(String[] args) {
        String question = args.length > 0 ? String.join(" ", args) : Weather.QUESTION;
        try (ExampleContext example = ExampleContext.start(
                new WeatherByHandExample(), ExampleContext.access().teach(Weather::teach))) {
            System.out.println(example.ask("direct:ask", question, String.class));
        }
    }
}
