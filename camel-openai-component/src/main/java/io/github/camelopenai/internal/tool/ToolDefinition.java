// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.json.Json;
import java.util.Set;

/**
 * What a tool is. Immutable; the JSON must not be changed.
 *
 * @param name      by which the model calls it
 * @param tags      under which it is found beside others
 * @param json      as the API wants it in {@code tools}
 * @param arguments how the arguments of a call are read
 */
public record ToolDefinition(String name, Set<String> tags, ObjectNode json, Arguments arguments) {

    static ToolDefinition of(ToolOptions options, ArgumentSchema schema) {
        Arguments arguments = schema.arguments();
        ObjectNode json = Json.PLAIN.createObjectNode().put("type", "function");
        ObjectNode function = json.putObject("function")
                .put("name", options.name())
                .put("description", options.description())
                .set("parameters", arguments.schema());
        if (schema.strict()) {
            function.put("strict", true); // false is the API's own default
        }
        return new ToolDefinition(options.name(), Set.copyOf(ToolOptions.list(options.tags())), json, arguments);
    }
}
