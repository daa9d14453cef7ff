// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.JsonValues;
import io.github.camelopenai.internal.json.WholeCharacters;
import io.github.camelopenai.internal.schema.JsonFault;
import io.github.camelopenai.model.JsonMap;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the arguments that a model has written for one tool, and says what is wrong with them. Immutable. */
final class Arguments {

    /** As in a stream; a tree of them takes many times the room. */
    private static final int LONGEST = 4 << 20;

    private final ObjectNode schema;
    private final Class<?> type; // null for a map
    private final ObjectMapper mapper;

    private Arguments(ObjectNode schema, Class<?> type, ObjectMapper mapper) {
        this.schema = schema;
        this.type = type;
        this.mapper = mapper;
    }

    static Arguments asMap(ObjectNode schema) {
        return new Arguments(schema, null, Json.PLAIN);
    }

    static Arguments as(Class<?> type, ObjectNode schema, ObjectMapper mapper) {
        return new Arguments(schema, type, mapper);
    }

    /**
     * Arguments as a route gets them.
     *
     * @param body       a map, or an instance of the tool's class
     * @param parameters those that the tool has declared and the model has given, by name
     */
    record Read(Object body, Map<String, Object> parameters) {}

    /** What is wrong with arguments, in words for the model. */
    static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        private Unusable(String message) {
            super(message, null, false, false);
        }
    }

    ObjectNode schema() {
        return schema;
    }

    Read read(String written) throws Unusable {
        String text = written == null ? null : WholeCharacters.inJson(written);
        ObjectNode given = parse(text);
        check(given);
        JsonMap values = given.isEmpty() ? new JsonMap() : values(text);
        Map<String, Object> declared = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value != null && schema.path("properties").has(name)) {
                declared.put(name, value);
            }
        });
        return new Read(type == null ? values : instance(given.isEmpty() ? "{}" : text), declared);
    }

    /** Models leave the text empty for a tool without parameters. */
    private static ObjectNode parse(String text) throws Unusable {
        if (text == null || text.isBlank()) {
            return Json.PLAIN.createObjectNode();
        }
        if (text.length() > LONGEST) {
            throw new Unusable("the arguments have more than " + LONGEST + " characters");
        }
        JsonNode document;
        try {
            document = Json.DOCUMENT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Unusable("the arguments are not JSON: " + JsonFault.of(e));
        }
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw new Unusable("the arguments must be a JSON object");
    }

    private void check(ObjectNode given) throws Unusable {
        for (JsonNode name : schema.path("required")) {
            if (isMissing(name.asText(), given)) {
                throw new Unusable("the argument " + name.asText() + " is missing");
            }
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode value = given.get(property.getKey());
            if (value != null && !value.isNull()) {
                check(property.getKey(), value, property.getValue());
            }
        }
    }

    /** What may be null in a class is required by strict schemas only, and other servers do not hold a model to them. */
    private boolean isMissing(String name, ObjectNode given) {
        return given.has(name)
                ? given.get(name).isNull() && isNeverNull(name)
                : type == null || !mayBeNull(schema.path("properties").path(name));
    }

    private static boolean mayBeNull(JsonNode property) {
        JsonNode types = property.path("type");
        boolean may = types.asText().equals("null");
        for (JsonNode one : types) {
            may |= one.asText().equals("null");
        }
        for (JsonNode choice : property.path("anyOf")) {
            may |= mayBeNull(choice);
        }
        return may;
    }

    private boolean isNeverNull(String name) {
        JsonNode declared = schema.path("properties").path(name).path("type");
        return declared.isTextual() && !declared.asText().equals("null");
    }

    private static void check(String name, JsonNode value, JsonNode property) throws Unusable {
        String wanted = property.path("type").asText();
        if (!fits(value, wanted)) {
            throw new Unusable("the argument " + name + " must be of the type " + wanted);
        }
        if (property.get("enum") instanceof ArrayNode allowed && !holds(allowed, value)) {
            throw new Unusable("the argument " + name + " must be one of " + allowed);
        }
    }

    private static boolean fits(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber() || isFinite(value) && value.doubleValue() % 1 == 0;
            case "number" -> isFinite(value);
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> true; // several types, or none
        };
    }

    /** False for what is no number, and for one beyond all bounds, which Java reads as infinite. */
    private static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    /** Numbers by value: 1 and 1.0 are the same to JSON. */
    private static boolean holds(ArrayNode allowed, JsonNode value) {
        for (JsonNode one : allowed) {
            boolean sameNumber = one.isNumber() && value.isNumber() && one.doubleValue() == value.doubleValue();
            if (sameNumber || one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static JsonMap values(String document) throws Unusable {
        try (JsonParser parser = Json.PLAIN.createParser(document)) {
            return JsonValues.map(parser);
        } catch (IOException e) {
            throw new Unusable("the arguments are not JSON");
        }
    }

    private Object instance(String document) throws Unusable {
        try {
            return mapper.readValue(document, type); // not the tree: it has lost digits of long decimals
        } catch (JsonMappingException e) {
            throw new Unusable("the arguments do not fit: " + e.getPathReference() + " " + JsonFault.of(e));
        } catch (JsonProcessingException e) {
            throw new Unusable("the arguments do not fit: " + JsonFault.of(e));
        } catch (RuntimeException e) {
            throw new Unusable("the arguments do not fit: " + e.getMessage());
        }
    }
}
