// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a document that fits a JSON schema, always the same one. Immutable. */
final class SampleJson {
    /*
     * 1. A constant, or the first value of an enumeration.
     * 2. Else a value by type; a text is the name of its property, unless its format is known.
     * 3. All properties are there; lists have one item, or as many as they need.
     * 4. A schema that contains itself ends after a few rounds: with null or an empty list where it may.
     */
    private static final int DEEP = 4;
    private static final int DEEPEST = 24;
    private static final Map<String, String> FORMATS = Map.of(
            "date-time", "2026-01-01T00:00:00Z",
            "date", "2026-01-01",
            "time", "00:00:00Z",
            "duration", "PT1H",
            "email", "someone@example.com",
            "hostname", "example.com",
            "ipv4", "192.0.2.1",
            "ipv6", "2001:db8::1",
            "uuid", "00000000-0000-4000-8000-000000000000",
            "uri", "https://example.com/");

    private final JsonNode root;

    private SampleJson(JsonNode root) {
        this.root = root;
    }

    static JsonNode of(JsonNode schema) {
        return new SampleJson(schema).value(schema, "text", 0);
    }

    /** @param depth how many references were followed */
    private JsonNode value(JsonNode schema, String name, int depth) {
        if (depth > DEEPEST) {
            return NullNode.getInstance();
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.path("enum").size() > 0) {
            return schema.at("/enum/0");
        }
        if (schema.path("$ref").isTextual()) {
            return value(References.resolve(root, schema.get("$ref").asText()), name, depth + 1);
        }
        for (String keyword : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.path(keyword).size() > 0) {
                return value(choose(schema.get(keyword), depth), name, depth);
            }
        }
        return ofType(type(schema, depth), schema, name, depth);
    }

    private static JsonNode choose(JsonNode options, int depth) {
        List<JsonNode> values = new ArrayList<>();
        List<JsonNode> nulls = new ArrayList<>();
        options.forEach(each -> (each.path("type").asText().equals("null") ? nulls : values).add(each));
        boolean end = values.isEmpty() || (depth >= DEEP && !nulls.isEmpty());
        return (end ? nulls : values).get(0);
    }

    private static String type(JsonNode schema, int depth) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return type.asText();
        }
        List<String> values = new ArrayList<>();
        type.forEach(each -> values.add(each.asText()));
        boolean nullable = values.remove("null");
        if (nullable && (depth >= DEEP || values.isEmpty())) {
            return "null";
        }
        String implied = schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
        return values.isEmpty() ? implied : values.get(0);
    }

    private JsonNode ofType(String type, JsonNode schema, String name, int depth) {
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "integer" -> Json.number(number(schema, BigDecimal.ONE).setScale(0, RoundingMode.CEILING));
            case "number" -> Json.number(number(schema, new BigDecimal("1.5")));
            case "boolean" -> Json.flag(true);
            case "null" -> NullNode.getInstance();
            default -> Json.text(text(schema, name));
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = Json.object();
        schema.path("properties")
                .fields()
                .forEachRemaining(entry -> object.set(entry.getKey(), value(entry.getValue(), entry.getKey(), depth)));
        return object;
    }

    private ArrayNode array(JsonNode schema, String name, int depth) {
        int wanted = depth >= DEEP ? 0 : Math.min(1, schema.path("maxItems").asInt(1));
        int count = Math.max(wanted, schema.path("minItems").asInt(0));
        ArrayNode array = Json.array();
        for (int i = 0; i < count; i++) {
            array.add(value(schema.path("items"), name, depth));
        }
        return array;
    }

    private static BigDecimal number(JsonNode schema, BigDecimal usual) {
        BigDecimal number = usual;
        if (schema.has("minimum")) {
            number = number.max(schema.get("minimum").decimalValue());
        }
        if (schema.has("exclusiveMinimum")) {
            number = number.max(schema.get("exclusiveMinimum").decimalValue().add(BigDecimal.ONE));
        }
        if (schema.has("maximum")) {
            number = number.min(schema.get("maximum").decimalValue());
        }
        if (schema.has("exclusiveMaximum")) {
            number = number.min(schema.get("exclusiveMaximum").decimalValue().subtract(BigDecimal.ONE));
        }
        BigDecimal step = schema.path("multipleOf").decimalValue();
        return step.signum() <= 0
                ? number
                : number.divide(step, 0, RoundingMode.CEILING).multiply(step);
    }

    private static String text(JsonNode schema, String name) {
        String text = FORMATS.getOrDefault(schema.path("format").asText(), name);
        int missing = schema.path("minLength").asInt(0) - text.length();
        String padded = missing > 0 ? text + "x".repeat(missing) : text;
        return padded.substring(
                0, Math.min(padded.length(), schema.path("maxLength").asInt(Integer.MAX_VALUE)));
    }
}
