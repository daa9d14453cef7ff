// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.examples.ExampleContext;
import io.github.camelopenai.examples.OpenAiAccess;
import io.github.camelopenai.test.Endpoint;
import io.github.camelopenai.test.OpenAiSimulator;
import io.github.camelopenai.test.Reply;
import io.github.camelopenai.test.WithOpenAiSimulator;
import java.util.List;
import org.apache.camel.RoutesBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The model's question for the weather, answered by a route and by hand: the server cannot tell them apart. */
@WithOpenAiSimulator
class WeatherExamplesTest {

    private OpenAiSimulator openAi;

    enum Way {
        ROUTE,
        BY_HAND;

        RoutesBuilder routes() {
            return this == ROUTE ? new WeatherToolExample() : new WeatherByHandExample();
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersWithWhatTheStationSays(Way way) {
        Weather.teach(openAi.chat());

        String answer = ask(way, Weather.QUESTION);

        assertThat(answer).startsWith("The station says: {").contains("\"city\":\"Hangzhou\"", "\"degrees\":24");
        List<JsonNode> messages = List.copyOf(last().findParents("role"));
        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .containsExactly("user", "assistant", "tool");
        assertThat(messages.get(1).at("/tool_calls/0/id"))
                .isEqualTo(messages.get(2).path("tool_call_id"));
    }

    @ParameterizedTest
    @EnumSource
    void everyCallOfARoundIsAnswered(Way way) {
        openAi.next(Reply.toolCall("get_weather", "{\"city\":\"Ulm\"}")
                .andToolCall("get_weather", "{\"city\":")
                .andToolCall("get_time", "{}")
                .andToolCall("get_weather", "{\"city\":\"Atlantis\"}"));

        String answer = ask(way, "How is the weather?");

        assertThat(answer).startsWith("get_weather says: ");
        List<String> results = last().findParents("tool_call_id").stream()
                .map(message -> message.path("content").asText())
                .toList();
        assertThat(results).hasSize(4);
        assertThat(results.get(0)).contains("\"degrees\":9");
        assertThat(results.get(1)).startsWith("the arguments are not JSON");
        assertThat(results.get(2)).startsWith("there is no tool get_time");
        assertThat(results.get(3)).contains("no station in Atlantis");
    }

    @Test
    void byHandTheRoundsEndToo() {
        for (int round = 0; round < 6; round++) {
            openAi.next(Reply.toolCall("get_weather", "{\"city\":\"Ulm\"}"));
        }

        ask(Way.BY_HAND, "How is the weather?");

        assertThat(openAi.requests(Endpoint.CHAT).size()).isEqualTo(6);
    }

    private JsonNode last() {
        return openAi.requests().get(openAi.requests().size() - 1).json().path("messages");
    }

    private String ask(Way way, String question) {
        try (ExampleContext example = ExampleContext.start(way.routes(), OpenAiAccess.to(openAi, "tier1"))) {
            return example.ask("direct:ask", question, String.class);
        }
    }
}
