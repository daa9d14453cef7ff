// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.internal.schema.Strictness;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * The options of an {@code openai:tool} endpoint. Any but the parameters may be null.
 *
 * @param parameters    without their prefix, such as {@code city} and {@code city.description}
 * @param required      names of parameters, comma-separated
 * @param tags          comma-separated
 * @param argumentClass fully qualified
 * @param jsonSchema    JSON text
 * @param strict        whether the model is held to the schema exactly
 */
public record ToolOptions(
        String name,
        String description,
        Map<String, Object> parameters,
        String required,
        String tags,
        String argumentClass,
        String jsonSchema,
        Boolean strict) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    /**
     * The tool that they describe.
     *
     * @throws IllegalArgumentException naming what is wrong, and what to do
     */
    public ToolDefinition define(CamelContext context) {
        if (isBlank(name)) {
            throw new IllegalArgumentException("openai:tool needs a name, by which the model calls it; set"
                    + " openai:tool?name=get_weather or the like");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of openai:tool must be 1 to 64 letters, digits, underscores or"
                    + " hyphens but was '" + name + "'");
        }
        if (isBlank(description)) {
            throw new IllegalArgumentException("tool " + name
                    + " needs a description, by which the model decides when to call it; set description");
        }
        onlyOneSchema();
        return ToolDefinition.of(this, arguments(context));
    }

    private ArgumentSchema arguments(CamelContext context) {
        Strictness strictness = Strictness.of(strict);
        try {
            if (argumentClass != null) {
                return ArgumentSchema.ofClass(name, argumentClass, strictness, context);
            }
            return jsonSchema != null
                    ? ArgumentSchema.given(name, jsonSchema, strictness, context)
                    : ArgumentSchema.ofParameters(
                            name, new ParameterSchema(name, parameters).create(list(required)), strictness);
        } catch (OpenAiRequestException e) { // the same words, but it is an endpoint that is wrong and no call
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void onlyOneSchema() {
        List<String> given = Stream.of(
                        parameters.isEmpty() ? null : "parameter options",
                        argumentClass == null ? null : "argumentClass",
                        jsonSchema == null ? null : "jsonSchema")
                .filter(way -> way != null)
                .toList();
        if (given.size() > 1) {
            throw new IllegalArgumentException(
                    "tool " + name + " has " + String.join(" and ", given) + "; keep one of them");
        }
        if (required != null && (argumentClass != null || jsonSchema != null)) {
            throw new IllegalArgumentException("tool " + name + " has required and " + given.get(0)
                    + "; required goes with parameter options, so let the schema itself say what is required");
        }
    }

    /** The parts between commas that are not blank. */
    static List<String> list(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::trim)
                        .filter(part -> !part.isEmpty())
                        .toList();
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
