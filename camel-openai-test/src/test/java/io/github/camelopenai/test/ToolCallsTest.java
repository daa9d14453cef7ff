// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.test.internal.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@WithOpenAiSimulator
class ToolCallsTest {
    private OpenAiSimulator openAi;
    private Conversation talk;

    @BeforeEach
    void connect() {
        talk = new Conversation(new PlainClient(openAi));
    }

    @Nested
    class OfAScript {
        @Test
        void haveTheirOwnIds() {
            openAi.next(
                    Reply.toolCall("call_abc", "weather", "{\"city\":\"Ulm\"}").andToolCall("call_xyz", "time", "{}"));

            JsonNode calls = talk.ask("hi").path("tool_calls");

            assertThat(calls.findValuesAsText("id")).containsExactly("call_abc", "call_xyz");
            assertThat(calls.findValuesAsText("name")).containsExactly("weather", "time");
            assertThat(calls.findValuesAsText("arguments")).containsExactly("{\"city\":\"Ulm\"}", "{}");
        }

        @Test
        void comeAfterWhatTheModelSays() {
            openAi.next(Reply.text("Let me look.").andToolCall("weather", "{}"));

            JsonNode message = talk.ask("hi");

            assertThat(message.path("content").asText()).isEqualTo("Let me look.");
            assertThat(message.path("tool_calls")).hasSize(1);
        }

        @Test
        void areStreamedInPiecesByIndex() throws Exception {
            openAi.next(Reply.toolCall("weather", "{\"city\":\"Düsseldorf 🐪🐪🐪🐪🐪\"}")
                    .andToolCall("time", "{\"zone\":1}"));

            Map<Integer, String> calls = new TreeMap<>();
            String finish = "";
            try (EventReader stream = talk.client.open(PlainClient.streamRequest("hi"))) {
                for (String line = stream.line(); !line.equals("data: [DONE]"); line = stream.line()) {
                    JsonNode choice = EventReader.event(line).at("/choices/0");
                    assertThat(choice.at("/delta/content").asText("")).isIn("", "null");
                    finish = choice.path("finish_reason").asText(finish);
                    for (JsonNode call : choice.at("/delta/tool_calls")) {
                        calls.merge(call.path("index").asInt(), told(call), String::concat);
                    }
                }
            }

            assertThat(calls)
                    .containsEntry(0, "call_1 weather {\"city\":\"Düsseldorf 🐪🐪🐪🐪🐪\"}")
                    .containsEntry(1, "call_2 time {\"zone\":1}");
        }

        private static String told(JsonNode call) {
            String arguments = call.at("/function/arguments").asText();
            return call.has("id")
                    ? call.path("id").asText() + " " + call.at("/function/name").asText() + " " + arguments
                    : arguments;
        }
    }

    @Nested
    class OfARule {
        @Test
        void areAnsweredWithTheirResults() {
            openAi.chat().when("weather").callTool("get_weather", "{\"city\":\"Ulm\"}");

            JsonNode asked = talk.offer("get_weather").ask("How is the weather?");
            JsonNode answered = talk.result("18 °C").next();

            assertThat(asked.at("/tool_calls/0/function/arguments").asText()).isEqualTo("{\"city\":\"Ulm\"}");
            assertThat(answered.path("content").asText()).isEqualTo("get_weather says: 18 °C");
        }

        @Test
        void canBeSeveralAtOnce() {
            openAi.chat().when("all").callTool("a", "{}").andTool("b", "{}").thenAnswer("done");

            JsonNode asked = talk.offer("a", "b").ask("all of it");
            JsonNode answered = talk.result("1").result("2").next();

            assertThat(asked.path("tool_calls").findValuesAsText("id")).containsExactly("call_1", "call_2");
            assertThat(answered.path("content").asText()).isEqualTo("done");
        }

        @Test
        void comeOneAtATimeWhenTheRequestSaysSo() {
            openAi.chat().when("all").callTool("a", "{}").andTool("b", "{}");
            talk.request.put("parallel_tool_calls", false);

            JsonNode first = talk.offer("a", "b").ask("all of it");
            JsonNode second = talk.result("1").next();
            JsonNode answered = talk.result("2").next();

            assertThat(first.path("tool_calls").findValuesAsText("name")).containsExactly("a");
            assertThat(second.path("tool_calls").findValuesAsText("name")).containsExactly("b");
            assertThat(answered.path("content").asText()).isEqualTo("b says: 2");
        }

        @Test
        void canTakeSeveralRounds() {
            openAi.chat()
                    .when("trip")
                    .callTool("find", "{}")
                    .thenTool("book", "{\"id\":7}")
                    .thenAnswer(request -> request.at("/messages/4/content").asText() + "!");

            JsonNode first = talk.offer("find", "book").ask("a trip");
            JsonNode second = talk.result("7").next();
            JsonNode answered = talk.result("booked").next();

            assertThat(first.at("/tool_calls/0/id").asText()).isEqualTo("call_1");
            assertThat(second.at("/tool_calls/0/id").asText()).isEqualTo("call_2");
            assertThat(second.at("/tool_calls/0/function/name").asText()).isEqualTo("book");
            assertThat(answered.path("content").asText()).isEqualTo("booked!");
        }

        @Test
        void areFollowedByTheNextRule() {
            openAi.chat()
                    .when("weather")
                    .callTool("get_weather", "{}")
                    .when("weather")
                    .answer("Fine.");

            talk.offer("get_weather").ask("weather?");

            assertThat(talk.result("18 °C").next().path("content").asText()).isEqualTo("Fine.");
        }

        @Test
        void areFollowedByARuleWithACondition() {
            openAi.chat()
                    .when("weather")
                    .callTool("get_weather", "{}")
                    .when(request -> true)
                    .answer("Fine.");

            assertThat(talk.ask("weather?").path("content").asText()).isEqualTo("Fine.");
        }

        @Test
        void canGoOnForEver() {
            openAi.chat().when("again").callTool("a", "{}").forEver();
            talk.offer("a").ask("again and again");

            JsonNode fifth = talk.result("1").next();
            for (int i = 0; i < 3; i++) {
                fifth = talk.result("1").next();
            }

            assertThat(fifth.at("/tool_calls/0/id").asText()).isEqualTo("call_5");
        }

        @Test
        void beginAnewWithTheNextQuestion() {
            openAi.chat().when("weather").callTool("get_weather", "{}");
            talk.offer("get_weather").ask("weather in Ulm?");
            talk.result("18 °C").next();

            JsonNode again = talk.ask("and the weather in Rome?");

            assertThat(again.at("/tool_calls/0/function/name").asText()).isEqualTo("get_weather");
        }

        @Test
        void needToolsInTheRequest() {
            openAi.chat().when("weather").callTool("get_weather", "{}");

            assertThat(talk.ask("weather?").path("content").asText()).isEqualTo("You said: weather?");
        }

        @Test
        void areNotMadeWhenTheRequestForbidsThem() {
            openAi.chat().when("weather").callTool("get_weather", "{}").thenAnswer("no idea");
            talk.request.put("tool_choice", "none");

            assertThat(talk.offer("get_weather").ask("weather?").path("content").asText())
                    .isEqualTo("no idea");
        }

        @Test
        void mayNameAToolNobodyOffers() {
            openAi.chat().when("x").callTool("invented", "not JSON");

            JsonNode call = talk.offer("real").ask("x").at("/tool_calls/0/function");

            assertThat(call.path("name").asText()).isEqualTo("invented");
            assertThat(call.path("arguments").asText()).isEqualTo("not JSON");
        }
    }

    @Nested
    class OfARequestThatInsists {
        @Test
        void haveArgumentsThatFit() {
            talk.offer("a", "b");
            ObjectNode parameters = ((ObjectNode) talk.request.at("/tools/1/function")).putObject("parameters");
            parameters
                    .put("type", "object")
                    .putObject("properties")
                    .putObject("unit")
                    .putArray("enum")
                    .add("celsius");
            talk.request
                    .putObject("tool_choice")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", "b");

            JsonNode call = talk.ask("hi").at("/tool_calls/0/function");

            assertThat(call.path("name").asText()).isEqualTo("b");
            assertThat(call.path("arguments").asText()).isEqualTo("{\"unit\":\"celsius\"}");
        }

        @Test
        void areLeftToARuleThatCallsOne() {
            openAi.chat().when("hi").callTool("b", "{\"by\":\"rule\"}");
            talk.request.put("tool_choice", "required");

            JsonNode call = talk.offer("a", "b").ask("hi").at("/tool_calls/0/function");

            assertThat(call.path("name").asText()).isEqualTo("b");
        }
    }

    @Test
    void resultsAreQuotedByTheNamesOfTheirTools() {
        openAi.next(Reply.toolCall("a", "{}").andToolCall("b", "{}"));
        talk.offer("a", "b").ask("hi");

        assertThat(talk.result("1").result("2").next().path("content").asText()).isEqualTo("a says: 1\nb says: 2");
    }

    /** A client that keeps its messages, and calls tools by hand. Not thread-safe. */
    private static final class Conversation {
        private final PlainClient client;
        private final ObjectNode request = Json.object().put("model", "gpt-4o-mini");
        private final ArrayNode messages = request.putArray("messages");
        private JsonNode last = Json.object();
        private int answered;

        Conversation(PlainClient client) {
            this.client = client;
        }

        Conversation offer(String... names) {
            ArrayNode tools = request.putArray("tools");
            for (String name : names) {
                tools.addObject().put("type", "function").putObject("function").put("name", name);
            }
            return this;
        }

        JsonNode ask(String question) {
            messages.addObject().put("role", "user").put("content", question);
            return next();
        }

        Conversation result(String text) {
            messages.addObject()
                    .put("role", "tool")
                    .put(
                            "tool_call_id",
                            last.at("/tool_calls/" + answered++ + "/id").asText())
                    .put("content", text);
            return this;
        }

        JsonNode next() {
            PlainClient.Answer answer = client.post("/chat/completions", request.toString());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            last = Json.parse(answer.json().at("/choices/0/message").toString().getBytes(StandardCharsets.UTF_8));
            answered = 0;
            messages.add(last);
            return last;
        }
    }
}
