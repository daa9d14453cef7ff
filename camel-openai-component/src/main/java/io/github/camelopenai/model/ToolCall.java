// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A function call that the model asks for.
 *
 * @param id        to be repeated in the answer
 * @param name      the function
 * @param arguments as the model wrote them: JSON text, not yet parsed, and not always valid
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ToolCall(String id, String name, String arguments) {

    /** A call as the API writes it. */
    record Wire(
            @JsonProperty("id") String id,
            @JsonProperty("type") String type,
            @JsonProperty("function") Function function) {}

    /** The function as the API writes it. */
    record Function(
            @JsonProperty("name") String name,
            @JsonProperty("arguments") String arguments) {}

    /** Reads the API's form; a custom tool's input counts as its arguments. */
    @JsonCreator
    static ToolCall ofWire(
            @JsonProperty("id") String id,
            @JsonProperty("function") Function function,
            @JsonProperty("custom") CustomTool custom) {
        if (function == null && custom != null) {
            return new ToolCall(id, custom.name(), custom.input());
        }
        return new ToolCall(
                id, function == null ? null : function.name(), function == null ? null : function.arguments());
    }

    /** A custom tool as the API writes it. */
    record CustomTool(
            @JsonProperty("name") String name,
            @JsonProperty("input") String input) {}

    @JsonValue
    Wire toWire() {
        return new Wire(id, "function", new Function(name, arguments));
    }
}
