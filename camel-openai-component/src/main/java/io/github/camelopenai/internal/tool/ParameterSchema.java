// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes the schema of a tool from its {@code parameter.} options. Not thread-safe. */
final class ParameterSchema {

    private static final List<String> TYPES = List.of("string", "integer", "number", "boolean", "array", "object");
    private static final String DESCRIPTION = ".description";
    private static final String ENUM = ".enum";

    private final String tool;
    private final Map<String, Object> options;
    private final ObjectNode schema = Json.PLAIN.createObjectNode().put("type", "object");
    private final ObjectNode properties = schema.putObject("properties");

    /**
     * @param options such as {@code city} = string and {@code city.description} = Name of the city
     */
    ParameterSchema(String tool, Map<String, Object> options) {
        this.tool = tool;
        this.options = options;
    }

    ObjectNode create(List<String> required) {
        ParameterNames.check(tool, names());
        names().forEach(name -> properties.set(name, typed(name, text(name))));
        for (String option : options.keySet()) {
            if (option.indexOf('.') >= 0) {
                detail(option);
            }
        }
        if (!required.isEmpty()) {
            ArrayNode array = schema.putArray("required");
            required.forEach(name -> array.add(known(name)));
        }
        return schema;
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (String option : options.keySet()) {
            // A name that begins so has a dot, and must not pass for a detail of a parameter "org".
            boolean ofCamel = option.toLowerCase(Locale.ROOT).startsWith("org.apache.camel");
            if (ofCamel || option.indexOf('.') < 0) {
                names.add(option);
            }
        }
        return names;
    }

    private ObjectNode typed(String name, String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        ObjectNode node = Json.PLAIN.createObjectNode();
        if (lower.endsWith("[]")) {
            node.put("type", "array");
            node.set("items", typed(name, lower.substring(0, lower.length() - 2)));
            return node;
        }
        if (!TYPES.contains(lower)) {
            throw new IllegalArgumentException("parameter." + name + " of tool " + tool + " has the unknown type '"
                    + text(name) + "'; the types are " + String.join(", ", TYPES)
                    + ", and string[] and the like for arrays");
        }
        node.put("type", lower);
        if (lower.equals("array")) {
            node.putObject("items"); // the API refuses an array that says nothing of its elements
        }
        return node;
    }

    private void detail(String option) {
        String name = option.substring(0, option.indexOf('.'));
        String detail = option.substring(name.length());
        if (!detail.equals(DESCRIPTION) && !detail.equals(ENUM)) {
            throw new IllegalArgumentException("parameter." + option + " of tool " + tool
                    + " is not known; beside its type a parameter has a description and an enum");
        }
        if (!(properties.get(name) instanceof ObjectNode property)) {
            throw new IllegalArgumentException("parameter." + option + " of tool " + tool
                    + " belongs to no parameter; add its type, as in parameter." + name + "=string");
        }
        if (detail.equals(DESCRIPTION)) {
            property.put("description", text(option));
        } else {
            allow(option, property);
        }
    }

    private void allow(String option, ObjectNode property) {
        List<String> values = ToolOptions.list(text(option));
        if (values.isEmpty()) {
            throw new IllegalArgumentException(
                    "parameter." + option + " of tool " + tool + " has no value; list what is allowed, or remove it");
        }
        ObjectNode element = property;
        while (element.get("items") instanceof ObjectNode items) {
            element = items;
        }
        ArrayNode allowed = element.putArray("enum");
        String type = element.path("type").asText();
        values.forEach(value -> add(allowed, type, option, value));
    }

    private void add(ArrayNode allowed, String type, String option, String value) {
        try {
            switch (type) {
                case "string" -> allowed.add(value);
                case "integer" -> allowed.add(new BigInteger(value));
                case "number" -> allowed.add(new BigDecimal(value));
                default ->
                    throw new IllegalArgumentException(
                            "parameter." + option + " of tool " + tool + " is for string, integer or number, not for "
                                    + (type.isEmpty() ? "array" : type) + "; remove it, or use jsonSchema");
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "parameter." + option + " of tool " + tool + " has '" + value + "', which is no " + type, e);
        }
    }

    private String known(String name) {
        if (!properties.has(name)) {
            throw new IllegalArgumentException("required=" + name + " is no parameter of tool " + tool + "; "
                    + (properties.isEmpty()
                            ? "it has none, so add parameter." + name + "=string"
                            : "they are " + String.join(", ", names())));
        }
        return name;
    }

    private String text(String option) {
        return String.valueOf(options.get(option)).trim();
    }
}
