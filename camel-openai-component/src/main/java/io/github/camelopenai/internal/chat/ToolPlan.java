// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.ValueTree;
import io.github.camelopenai.internal.option.Defaults;
import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.option.Options;
import io.github.camelopenai.internal.option.Times;
import io.github.camelopenai.internal.option.ValueRules;
import io.github.camelopenai.internal.schema.JsonFault;
import io.github.camelopenai.internal.tool.ToolChain;
import io.github.camelopenai.internal.tool.ToolRounds.Policy;
import io.github.camelopenai.internal.tool.ToolServices;
import io.github.camelopenai.internal.tool.Toolbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * What the model may call in one chat step, and how that goes. Immutable.
 *
 * @param box the routes that answer; empty where the calls are for whoever asked
 */
record ToolPlan(Toolbox box, Policy policy) {

    private static final List<String> CHOICES = List.of("auto", "none", "required");

    /** Reads the options, and writes what the server must know into the request, unless the body has said it. */
    static ToolPlan read(Exchange exchange, Options chosen, ObjectNode request, ToolServices services) {
        Object asked = request.has("tools") ? null : written(chosen, Option.TOOLS);
        ArrayNode raw = rawTools(asked);
        Toolbox box = services.select(
                exchange.getContext(), asked == null || raw != null ? List.of() : chosen.list(Option.TOOLS));
        if (raw != null || !box.isEmpty()) {
            request.set("tools", raw != null ? raw : box.definitions());
        }
        if (!box.isEmpty()) {
            checkDepth(exchange, chosen);
            checkAnswers(request.path("n").asInt(1));
        }
        choose(chosen, request);
        return new ToolPlan(box, policy(chosen));
    }

    /** Refuses a chat that offers tools too deep within the routes of tools; it might go on so without end. */
    private static void checkDepth(Exchange exchange, Options chosen) {
        ToolChain chain = ToolChain.of(exchange);
        Integer configured = chosen.configured(Option.MAX_TOOL_DEPTH);
        int most = configured == null ? Defaults.MAX_TOOL_DEPTH : configured;
        int limit = Math.min(most, chosen.get(Option.MAX_TOOL_DEPTH, most)); // whoever sends a header must not raise it
        if (chain.depth() >= limit) {
            throw OpenAiRequestException.refused("maxToolDepth=" + limit
                    + " is reached: this openai:chat offers tools within the tools " + chain
                    + "; take tools out of the routes that the model calls, or raise maxToolDepth (1 to "
                    + ValueRules.MOST_TOOL_DEPTH
                    + ")");
        }
    }

    /** A definition as JSON; a text, and names however they come, as they are. */
    private static Object written(Options chosen, Option<Object> option) {
        Object value = chosen.get(option);
        boolean definitions = value instanceof Collection<?> items
                && !items.isEmpty()
                && items.stream().noneMatch(String.class::isInstance);
        return definitions || value instanceof Map || value instanceof JsonNode
                ? ValueTree.forRequest(value, option.name(), chosen.context())
                : value;
    }

    /** Tools as the API defines them; null where they are names of routes. */
    private static ArrayNode rawTools(Object asked) {
        if (asked instanceof ArrayNode array) {
            return array.deepCopy();
        }
        if (asked instanceof Collection<?> items && items.stream().noneMatch(String.class::isInstance)) {
            return items.isEmpty() ? null : (ArrayNode) Json.tree(items, "tools");
        }
        if (asked instanceof String text && text.stripLeading().startsWith("[")) {
            if (json("tools", text) instanceof ArrayNode array) {
                return array;
            }
        }
        return null;
    }

    private static JsonNode json(String option, String text) {
        try {
            return Json.MAPPER
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
        } catch (JsonProcessingException e) {
            throw OpenAiRequestException.refused(
                    option + " looks like JSON but is not: " + JsonFault.withPlace(e) + "; correct it");
        }
    }

    private static void choose(Options chosen, ObjectNode request) {
        boolean hasTools = !request.path("tools").isEmpty();
        Object choice = request.has("tool_choice") ? null : written(chosen, Option.TOOL_CHOICE);
        if (choice != null && (hasTools || !isHarmless(choice))) {
            request.set("tool_choice", choice(choice, request.path("tools")));
        }
        Boolean parallel = chosen.get(Option.PARALLEL_TOOL_CALLS);
        if (hasTools && parallel != null && !request.has("parallel_tool_calls")) {
            request.put("parallel_tool_calls", parallel.booleanValue()); // the API refuses it where there are no tools
        }
    }

    private static boolean isHarmless(Object choice) {
        return "auto".equals(choice) || "none".equals(choice);
    }

    private static JsonNode choice(Object choice, JsonNode tools) {
        if (!(choice instanceof String text)) {
            return Json.tree(choice, "toolChoice");
        }
        if (text.stripLeading().startsWith("{")) {
            return json("toolChoice", text);
        }
        if (CHOICES.contains(text) && !tools.isEmpty()) {
            return Json.MAPPER.getNodeFactory().textNode(text);
        }
        List<String> names = new ArrayList<>();
        tools.forEach(tool -> names.add(tool.at("/function/name").asText()));
        if (!names.contains(text)) {
            throw OpenAiRequestException.refused("toolChoice must be one of " + CHOICES
                    + ", the name of a tool, or a JSON object, but was '" + text + "'; the tools of this call are "
                    + names);
        }
        ObjectNode named = Json.MAPPER.createObjectNode().put("type", "function");
        named.putObject("function").put("name", text);
        return named;
    }

    private static Policy policy(Options chosen) {
        long timeout = Times.millis(chosen.get(Option.TOOL_TIMEOUT)).orElse(Defaults.TOOL_TIMEOUT);
        return new Policy(
                chosen.get(Option.MAX_TOOL_ROUNDS, Defaults.MAX_TOOL_ROUNDS),
                Duration.ofMillis(timeout),
                chosen.get(Option.ON_TOOL_ERROR, Defaults.ON_TOOL_ERROR).equalsIgnoreCase("fail"));
    }

    private static void checkAnswers(int n) {
        if (n > 1) {
            throw OpenAiRequestException.refused("n=" + n
                    + " asks for several answers, but only one can go on with the results of tools; set n to 1, or take"
                    + " tools out");
        }
    }

    /** Refuses options that contradict each other, and JSON that is none. Routes may come later. */
    static void check(Options configured, int n) {
        Object asked = configured.get(Option.TOOLS);
        ArrayNode raw = rawTools(asked);
        if (raw == null && !configured.list(Option.TOOLS).isEmpty()) {
            checkAnswers(n);
        }
        Object choice = configured.get(Option.TOOL_CHOICE);
        if (raw != null && choice != null
                || choice instanceof String text && text.stripLeading().startsWith("{")) {
            choice(choice, raw == null ? Json.MAPPER.createArrayNode() : raw);
        }
    }
}
