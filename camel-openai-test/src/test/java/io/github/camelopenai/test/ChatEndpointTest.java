// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.test.internal.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithOpenAiSimulator
class ChatEndpointTest {
    private OpenAiSimulator openAi;
    private PlainClient client;

    @BeforeEach
    void connect() {
        client = new PlainClient(openAi);
    }

    @Test
    void repeatsWhatTheUserSaid() {
        PlainClient.Answer answer = client.chat("Good morning.");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.content()).isEqualTo("You said: Good morning.");
        assertThat(answer.json().path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.json().path("model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(answer.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.json().at("/choices/0/message/role").asText()).isEqualTo("assistant");
    }

    @Test
    void countsTokens() {
        JsonNode usage = client.chat("Good morning.").json().path("usage");

        assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(4);
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(4);
        assertThat(usage.path("total_tokens").asInt()).isEqualTo(8);
        assertThat(usage.at("/completion_tokens_details/reasoning_tokens").isInt())
                .isTrue();
    }

    @Test
    void saysTheSameToTheSameRequest() {
        assertThat(client.chat("hi").text()).isEqualTo(client.chat("hi").text());
    }

    @Test
    void summarisesWhenTheSystemMessageAsksForIt() {
        String answer = chat("""
                {"model": "gpt-4o", "messages": [
                    {"role": "system", "content": "Summarize the text."},
                    {"role": "user", "content": "Camels walk far. They drink seldom."}]}""").content();

        assertThat(answer).isEqualTo("Camels walk far.");
    }

    @Test
    void shortensASummaryToTwentyWords() {
        String text = "word ".repeat(30).strip();
        String answer = chat("""
                {"model": "gpt-4o", "messages": [
                    {"role": "developer", "content": "Give a SUMMARY"},
                    {"role": "user", "content": "%s"}]}""".formatted(text)).content();

        assertThat(answer).isEqualTo("word ".repeat(20).strip());
    }

    @Test
    void answersByTheFirstRuleThatMatches() {
        openAi.chat().when("France").answer("Paris");
        openAi.chat()
                .when(request -> request.path("seed").asInt() == 7)
                .answer(request -> "seed " + request.path("seed"));

        assertThat(client.chat("capital of France?").content()).isEqualTo("Paris");
        assertThat(chat("{\"model\":\"m\",\"seed\":7,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                        .content())
                .isEqualTo("seed 7");
        assertThat(client.chat("capital of Spain?").content()).isEqualTo("You said: capital of Spain?");
    }

    @Test
    void tellsTheClientWhenARuleFails() {
        openAi.chat().when("x").answer(request -> {
            throw new IllegalStateException("a mistake in the test");
        });

        PlainClient.Answer answer = client.chat("x");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.error().path("message").asText()).contains("a mistake in the test");
    }

    @Test
    void stopsAtTheMaximumOfTokens() {
        JsonNode choice =
                chat("{\"model\":\"m\",\"max_tokens\":3,\"messages\":[{\"role\":\"user\",\"content\":\"a b c d\"}]}")
                        .json()
                        .at("/choices/0");

        assertThat(choice.at("/message/content").asText()).isEqualTo("You said: a");
        assertThat(choice.path("finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void givesAsManyChoicesAsAskedFor() {
        JsonNode answer = chat("{\"model\":\"m\",\"n\":3,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}")
                .json();

        assertThat(answer.path("choices")).hasSize(3);
        assertThat(answer.at("/choices/2/index").asInt()).isEqualTo(2);
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void answersInJsonWhenAskedTo() {
        String answer = chat("""
                {"model": "gpt-4o", "response_format": {"type": "json_object"},
                 "messages": [{"role": "user", "content": "say it in JSON"}]}""").content();

        assertThat(answer).isEqualTo("{\"echo\":\"say it in JSON\"}");
    }

    @Test
    void callsAToolWhenItMust() {
        JsonNode choice = chat("""
                {"model": "gpt-4o", "tool_choice": "required",
                 "tools": [{"type": "function", "function": {"name": "weather"}}],
                 "messages": [{"role": "user", "content": "hi"}]}""").json().at("/choices/0");

        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.at("/message/content").isNull()).isTrue();
        assertThat(choice.at("/message/tool_calls/0/function/name").asText()).isEqualTo("weather");
        assertThat(choice.at("/message/tool_calls/0/function/arguments").asText())
                .isEqualTo("{}");
    }

    @Test
    void streamsWordByWord() {
        PlainClient.Answer answer = chat("""
                {"model": "gpt-4o", "stream": true, "stream_options": {"include_usage": true},
                 "messages": [{"role": "user", "content": "hi 你好"}]}""");

        List<String> events =
                answer.text().lines().filter(line -> !line.isEmpty()).toList();
        assertThat(answer.header("content-type")).startsWith("text/event-stream");
        assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
        assertThat(events).allMatch(line -> line.startsWith("data: ")).endsWith("data: [DONE]");
        assertThat(events.stream().map(ChatEndpointTest::delta))
                .containsExactly("", "You", " said:", " hi", " 你", "好", "", "", "");
        assertThat(event(events.get(6)).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(event(events.get(7)).path("choices")).isEmpty();
        assertThat(event(events.get(7)).at("/usage/completion_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void streamsTheArgumentsOfAToolInPieces() {
        openAi.next(Reply.toolCall("weather", "{\"city\":\"Ulm\"}"));

        String text = chat("{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .text();

        String arguments = text.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> event(line)
                        .at("/choices/0/delta/tool_calls/0/function/arguments")
                        .asText())
                .reduce("", String::concat);
        assertThat(arguments).isEqualTo("{\"city\":\"Ulm\"}");
    }

    @Test
    void streamsARefusal() {
        openAi.next(Reply.refusal("Not that."));

        String text = chat("{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .text();

        assertThat(text).contains("{\"refusal\":\"Not\"}", "{\"refusal\":\" that.\"}");
    }

    @Test
    void callsAToolByRuleUntilItHasItsAnswer() {
        openAi.chat()
                .when("Ulm")
                .callTool("weather", "{\"city\":\"Ulm\"}")
                .when("Ulm")
                .answer("It rains.");
        String tools = "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}]";
        String question = "{\"role\": \"user\", \"content\": \"How is Ulm?\"}";
        String call = "{\"role\": \"assistant\", \"tool_calls\": [{\"id\": \"call_1\", \"type\": \"function\","
                + " \"function\": {\"name\": \"weather\", \"arguments\": \"{}\"}}]}";
        String result = "{\"role\": \"tool\", \"tool_call_id\": \"call_1\", \"content\": \"rain\"}";
        String start = "{\"model\": \"gpt-4o\", \"messages\": [" + question;

        var asked = chat(start + "], " + tools + "}").json().at("/choices/0");
        var answered = chat(start + ", " + call + ", " + result + "], " + tools + "}");
        var without = chat(start + "]}");

        assertThat(asked.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(asked.at("/message/tool_calls/0/function/name").asText()).isEqualTo("weather");
        assertThat(asked.at("/message/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"city\":\"Ulm\"}");
        assertThat(answered.content()).isEqualTo("It rains.");
        assertThat(without.content()).isEqualTo("It rains.");
    }

    private PlainClient.Answer chat(String request) {
        return client.post("/chat/completions", request);
    }

    private static String delta(String line) {
        return event(line).at("/choices/0/delta/content").asText();
    }

    private static JsonNode event(String line) {
        return Json.parse(line.substring("data: ".length()).getBytes(StandardCharsets.UTF_8));
    }
}
