// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The tools a request offers, and how it wants them used. Stateless. */
final class ToolDefinitions {
    static final List<String> TYPES = List.of("function", "custom");

    private static final List<String> CHOICES = List.of("none", "auto", "required");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final int LONGEST_NAME = 64;
    private static final int MOST = 128;

    private ToolDefinitions() {}

    static void check(Fields request) {
        Set<String> names = new HashSet<>();
        if (request.has("tools")) {
            JsonNode tools = request.node("tools");
            checkLength(tools);
            for (int i = 0; i < tools.size(); i++) {
                names.add(checkTool(Fields.in(tools.get(i), "tools[" + i + "]")));
            }
        }
        request.flag("parallel_tool_calls");
        for (String name : List.of("tool_choice", "parallel_tool_calls")) {
            if (request.has(name) && names.isEmpty()) {
                throw ApiError.invalid(
                        "Invalid value for '%1$s': '%1$s' is only allowed when 'tools' are specified.".formatted(name),
                        name,
                        null);
            }
        }
        checkChoice(request, names);
    }

    /** Checks the name of a function or a schema. */
    static String checkName(Fields fields) {
        String name = fields.requiredText("name");
        if (!NAME.matcher(name).matches()) {
            throw ApiError.invalid(
                    ("Invalid '%s': string does not match pattern. Expected a string that matches the pattern"
                                    + " '^[a-zA-Z0-9_-]+$'.")
                            .formatted(fields.at("name")),
                    fields.at("name"),
                    "invalid_value");
        }
        if (name.length() > LONGEST_NAME) {
            throw ApiError.tooLong(fields.at("name"), LONGEST_NAME, name.length());
        }
        return name;
    }

    private static void checkLength(JsonNode tools) {
        if (!tools.isArray()) {
            throw ApiError.wrongType("tools", "an array of objects", Fields.kind(tools));
        }
        if (tools.isEmpty()) {
            throw ApiError.invalid(
                    "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array"
                            + " instead.",
                    "tools",
                    "empty_array");
        }
        if (tools.size() > MOST) {
            throw ApiError.invalid(
                    ("Invalid 'tools': array too long. Expected an array with maximum length %d, but got an array with"
                                    + " length %d instead.")
                            .formatted(MOST, tools.size()),
                    "tools",
                    "array_above_max_length");
        }
    }

    private static String checkTool(Fields tool) {
        String type = tool.requiredText("type");
        if (!TYPES.contains(type)) {
            throw ApiError.wrongValue(tool.at("type"), type, TYPES);
        }
        Fields definition = tool.object(type);
        String name = checkName(definition);
        definition.text("description");
        boolean strict = definition.flag("strict");
        if (definition.has("parameters")) {
            JsonNode parameters = definition.node("parameters");
            Fields.in(parameters, definition.at("parameters"));
            SchemaRules rules = new SchemaRules(
                    "function '%s'".formatted(name), definition.at("parameters"), "invalid_function_parameters");
            rules.check(parameters, strict);
        }
        return name;
    }

    private static void checkChoice(Fields request, Set<String> names) {
        if (!request.has("tool_choice")) {
            return;
        }
        if (!request.node("tool_choice").isObject()) {
            request.oneOf("tool_choice", CHOICES);
            return;
        }
        Fields choice = request.object("tool_choice");
        String type = choice.requiredText("type");
        if (TYPES.contains(type)) {
            String name = choice.object(type).requiredText("name");
            if (!names.contains(name)) {
                throw ApiError.invalid(
                        "Tool choice '%s' not found in 'tools' parameter.".formatted(name), "tool_choice", null);
            }
        }
    }
}
