// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms in which a header may choose tools. */
class ToolsInHeadersTest extends Scenario {

    private static final Map<String, Object> DEFINITION = Map.of(
            "type",
            "function",
            "function",
            Map.of("name", "now", "parameters", Map.of("type", "object", "properties", Map.of())));

    private void tool() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=now&description=The time").setBody(constant("noon"));
            }
        });
    }

    static Stream<Object> names() {
        return Stream.of("now", List.of("now"), Set.of("now"), new String[] {"now"});
    }

    @ParameterizedTest
    @MethodSource("names")
    void namesOfRoutes(Object names) throws Exception {
        tool();

        bodyOf(call("openai:chat", "hi", Map.of("CamelOpenAITools", names)));

        assertThat(sent().at("/tools/0/function/description").asText()).isEqualTo("The time");
    }

    static Stream<Object> definitions() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        return Stream.of(
                List.of(DEFINITION),
                mapper.writeValueAsString(List.of(DEFINITION)),
                mapper.valueToTree(List.of(DEFINITION)));
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void definitionsAsTheApiHasThem(Object definitions) {
        bodyOf(call(
                "openai:chat",
                "hi",
                Map.of(
                        "CamelOpenAITools",
                        definitions,
                        "CamelOpenAIToolChoice",
                        Map.of("type", "function", "function", Map.of("name", "now")))));

        assertThat(sent().at("/tools/0/function/name").asText()).isEqualTo("now");
        assertThat(sent().at("/tool_choice/function/name").asText()).isEqualTo("now");
    }

    @Test
    void none() {
        bodyOf(call("openai:chat", "hi", Map.of("CamelOpenAITools", List.of())));

        assertThat(sent().has("tools")).isFalse();
    }
}
