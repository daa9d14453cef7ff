// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** The form a request wants its answer in. Stateless. */
final class ResponseFormat {
    private static final String NAME = "response_format";
    private static final List<String> TYPES = List.of("json_object", "json_schema", "text");
    private static final Pattern JSON_WORD = Pattern.compile("json", Pattern.CASE_INSENSITIVE);

    private ResponseFormat() {}

    static void check(Fields request, List<ChatMessage> messages) {
        if (!request.has(NAME)) {
            return;
        }
        Fields format = request.object(NAME);
        String type = format.requiredText("type");
        if (!TYPES.contains(type)) {
            throw ApiError.wrongValue(format.at("type"), type, TYPES);
        }
        if (type.equals("json_schema")) {
            checkSchema(format.object("json_schema"));
        }
        boolean mentioned = messages.stream()
                .anyMatch(message -> JSON_WORD.matcher(message.text()).find());
        if (type.equals("json_object") && !mentioned) {
            throw ApiError.invalid(
                    "'messages' must contain the word 'json' in some form, to use 'response_format' of type"
                            + " 'json_object'.",
                    "messages",
                    null);
        }
    }

    private static void checkSchema(Fields format) {
        String name = ToolDefinitions.checkName(format);
        format.object("schema");
        JsonNode schema = format.node("schema");
        new SchemaRules("response_format '%s'".formatted(name), NAME, null).check(schema, format.flag("strict"));
    }
}
