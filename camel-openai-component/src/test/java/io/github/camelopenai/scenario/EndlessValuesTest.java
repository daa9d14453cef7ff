// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.model.ChatMessage;
import io.github.camelopenai.model.ChatRequest;
import io.github.camelopenai.test.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that hold themselves, or are deeper than any request has use for: one refusal, and nothing is sent. */
class EndlessValuesTest extends Scenario {

    private static final Map<String, Object> SAYS_HI = Map.of("role", "user", "content", "hi");

    /** A bean as someone may put it anywhere. */
    @SuppressWarnings("unused") // read by Jackson
    public static final class Endless {
        public Endless getSelf() {
            return this;
        }
    }

    private static Map<String, Object> ring() {
        Map<String, Object> ring = new HashMap<>(Map.of("a", 1));
        ring.put("list", new ArrayList<>(List.of(Map.of("back", ring))));
        return ring;
    }

    private static List<Object> ringOfLists() {
        List<Object> ring = new ArrayList<>();
        ring.add(new ArrayList<>(List.of(ring)));
        return ring;
    }

    private static Object deepMap(int levels) {
        Object deep = "x";
        for (int level = 0; level < levels; level++) {
            deep = new HashMap<>(Map.of("a", deep));
        }
        return deep;
    }

    private static Object deepList(int levels) {
        Object deep = "x";
        for (int level = 0; level < levels; level++) {
            deep = new ArrayList<>(List.of(deep));
        }
        return deep;
    }

    private static JsonNode deepTree(int levels) {
        JsonNode deep = JsonNodeFactory.instance.textNode("x");
        for (int level = 0; level < levels; level++) {
            ObjectNode next = JsonNodeFactory.instance.objectNode();
            next.set("a", deep);
            deep = next;
        }
        return deep;
    }

    private static Map<String, Object> request(Object metadata) {
        return new HashMap<>(Map.of("messages", List.of(SAYS_HI), "metadata", metadata));
    }

    private static Map<String, Object> part(Object more) {
        return new HashMap<>(Map.of("type", "text", "text", "hi", "more", more));
    }

    static Stream<Arguments> bodies() {
        Map<String, Object> holdsItself = request("x");
        holdsItself.put("metadata", holdsItself);
        Map<String, Object> message = new HashMap<>(SAYS_HI);
        message.put("content", new ArrayList<>(List.of(message)));
        List<Object> messages = new ArrayList<>();
        Map<String, Object> holdsItsMessages = new HashMap<>(Map.of("messages", messages));
        messages.add(holdsItsMessages);
        List<Object> holds = new ArrayList<>();
        holds.add(holds);
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putArray("messages").addObject().put("role", "user").set("content", deepTree(100_000));
        return Stream.of(
                Arguments.of("a request that holds itself", holdsItself),
                Arguments.of("a request in a ring", request(ring())),
                Arguments.of("a request with a deep Map", request(deepMap(1_000))),
                Arguments.of("a request with a deep List", request(deepList(1_000))),
                Arguments.of("a request with a very deep List", request(deepList(100_000))),
                Arguments.of("a request with a bean", request(new Endless())),
                Arguments.of("a request that is its own message", holdsItsMessages),
                Arguments.of("a tree", tree),
                Arguments.of(
                        "a request in Java",
                        ChatRequest.of(ChatMessage.user("hi")).with("metadata", ring())),
                Arguments.of("a deep Map", deepMap(1_000)),
                Arguments.of("a ring", ring()),
                Arguments.of("a List that holds itself", holds),
                Arguments.of("a ring of Lists", ringOfLists()),
                Arguments.of("a deep List", deepList(1_000)),
                Arguments.of("a very deep List", deepList(100_000)),
                Arguments.of("a part", List.of(part(ring()))),
                Arguments.of("a deep part", List.of(part(deepMap(1_000)))),
                Arguments.of("a message", List.of(message)),
                Arguments.of("a message in Java", List.of(new ChatMessage("user", ringOfLists(), null, null, null))),
                Arguments.of(
                        "a message with a deep content",
                        List.of(new HashMap<>(Map.of("role", "user", "content", deepList(1_000))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void areRefusedInBodies(String kind, Object body) {
        assertThat(failureOf(call("openai:chat", body), OpenAiRequestException.class))
                .hasMessageMatching(
                        "(?s).*(cannot be written as JSON: it .*|has no list \"messages\".*|element 0 of the body is"
                                + " a .*)");
        assertThat(openAi.requests()).isEmpty();
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("CamelOpenAIJsonSchema", ring()),
                Arguments.of("CamelOpenAIJsonSchema", deepMap(1_000)),
                Arguments.of("CamelOpenAIJsonSchema", deepTree(100_000)),
                Arguments.of("CamelOpenAITools", List.of(ring())),
                Arguments.of("CamelOpenAITools", List.of(deepMap(1_000))),
                Arguments.of("CamelOpenAIToolChoice", ring()),
                Arguments.of("CamelOpenAIStop", ringOfLists()),
                Arguments.of("CamelOpenAITemperature", ring()));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("headers")
    void areRefusedInHeaders(String name, Object value) {
        failureOf(call("openai:chat", "hi", Map.of(name, value)), OpenAiRequestException.class);
        assertThat(openAi.requests()).isEmpty();
    }

    @Test
    void areRefusedInFieldsThatTheEndpointAdds() {
        component.getConfiguration().setAdditionalBodyProperty(Map.of("metadata", ring()));

        assertThat(failureOf(call("openai:chat", "hi"), OpenAiRequestException.class))
                .hasMessage(
                        "metadata cannot be written as JSON: it is nested more than 500 levels deep, or holds itself");
    }

    static Stream<Arguments> results() {
        return Stream.of(
                Arguments.of("a ring", ring()),
                Arguments.of("a ring of Lists", ringOfLists()),
                Arguments.of("a deep Map", deepMap(1_000)),
                Arguments.of("a very deep List", deepList(100_000)),
                Arguments.of("a very deep tree", deepTree(100_000)),
                Arguments.of("a bean", new Endless()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("results")
    void asTheResultOfAToolTheModelIsToldOfThem(String kind, Object result) throws Exception {
        openAi.next(Reply.toolCall("deep", "{}"), Reply.text("done"), Reply.toolCall("deep", "{}"));
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("openai:tool?name=deep&description=Deep").setBody(exchange -> result);
            }
        });

        bodyOf(call("openai:chat?tools=deep", "go"));
        Exchange failed = call("openai:chat?tools=deep&onToolError=fail", "go");

        assertThat(openAi.requests().get(1).json().at("/messages/2/content").asText())
                .startsWith("tool deep failed: IOException: the body, a "
                        + result.getClass().getName() + ", cannot be written as JSON");
        assertThat(failed.getException()).hasMessageContaining("the tool deep ended with failed in round 1");
    }
}
