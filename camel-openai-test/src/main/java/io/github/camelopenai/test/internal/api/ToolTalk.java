// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls of tools and their results among the messages: each call must be answered right behind it. Stateless. */
final class ToolTalk {
    private ToolTalk() {}

    /** @throws ApiError when a call has no answer, or an answer no call */
    static void check(JsonNode messages) {
        Set<String> asked = Set.of();
        Set<String> open = new LinkedHashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            if (isTool(message)) {
                checkResult(message, i, asked);
                open.remove(message.path("tool_call_id").asText());
                continue;
            }
            checkAnswered(open, i);
            asked = callIds(message, i);
            open = new LinkedHashSet<>(asked);
        }
        checkAnswered(open, messages.size());
    }

    /** How many tools were called so far. */
    static int calls(JsonNode messages) {
        int calls = 0;
        for (JsonNode message : messages) {
            calls += message.path("tool_calls").size();
        }
        return calls;
    }

    /** The results after the last call, by the names of their tools, as one text; empty when the last message is none. */
    static String results(JsonNode messages) {
        Map<String, String> names = new LinkedHashMap<>();
        List<String> results = new ArrayList<>();
        for (JsonNode message : messages) {
            message.path("tool_calls")
                    .forEach(call -> names.put(
                            call.path("id").asText(), call.at("/function/name").asText()));
            if (isTool(message)) {
                String name = names.getOrDefault(message.path("tool_call_id").asText(), "a tool");
                results.add("%s says: %s".formatted(name, text(message.path("content"))));
            } else {
                results.clear();
            }
        }
        return String.join("\n", results);
    }

    private static boolean isTool(JsonNode message) {
        return message.path("role").asText().equals("tool");
    }

    private static String text(JsonNode content) {
        return content.isTextual() ? content.textValue() : String.join("\n", content.findValuesAsText("text"));
    }

    private static void checkResult(JsonNode message, int at, Set<String> asked) {
        if (asked.isEmpty()) {
            throw ApiError.invalid(
                    "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
                    "messages.[%d].role".formatted(at),
                    null);
        }
        String id = message.path("tool_call_id").asText();
        if (!asked.contains(id)) {
            throw ApiError.invalid(
                    "Invalid parameter: 'tool_call_id' of '%s' not found in 'tool_calls' of previous message."
                            .formatted(id),
                    "messages.[%d].tool_call_id".formatted(at),
                    null);
        }
    }

    private static void checkAnswered(Set<String> open, int at) {
        if (!open.isEmpty()) {
            throw ApiError.invalid(
                    ("An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                                    + " 'tool_call_id'. The following tool_call_ids did not have response messages: %s")
                            .formatted(open.stream().collect(Collectors.joining(", "))),
                    "messages.[%d].role".formatted(at),
                    null);
        }
    }

    private static Set<String> callIds(JsonNode message, int at) {
        JsonNode calls = message.path("tool_calls");
        if (calls.isMissingNode() || calls.isNull()) {
            return Set.of();
        }
        String name = "messages[%d].tool_calls".formatted(at);
        if (!calls.isArray()) {
            throw ApiError.wrongType(name, "an array of objects", Fields.kind(calls));
        }
        Set<String> ids = new LinkedHashSet<>();
        for (int i = 0; i < calls.size(); i++) {
            ids.add(callId(Fields.in(calls.get(i), "%s[%d]".formatted(name, i))));
        }
        return ids;
    }

    private static String callId(Fields call) {
        String id = call.requiredText("id");
        String type = call.requiredText("type");
        if (!ToolDefinitions.TYPES.contains(type)) {
            throw ApiError.wrongValue(call.at("type"), type, ToolDefinitions.TYPES);
        }
        Fields function = call.object(type);
        function.requiredText("name");
        function.requiredText(type.equals("custom") ? "input" : "arguments");
        return id;
    }
}
