// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a JSON schema must keep to: the root is an object, types exist and, in strict mode, nothing is optional. Immutable.
 *
 * @param subject whose schema it is, for the message
 * @param param   of the complaint
 * @param code    of the complaint; may be null
 */
record SchemaRules(String subject, String param, String code) {
    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "object", "array", "null");
    private static final List<String> NOT_STRICT = List.of(
            "allOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "dependentRequired",
            "dependentSchemas",
            "patternProperties");
    private static final List<String> TELLING = List.of("type", "$ref", "anyOf", "enum", "const");
    private static final int MOST_PROPERTIES = 5_000;
    private static final int DEEPEST = 10;

    void check(JsonNode schema, boolean strict) {
        if (!schema.path("type").asText("None").equals("object")) {
            throw error("schema must be a JSON Schema of 'type: \"object\"', got 'type: \"%s\"'."
                    .formatted(schema.path("type").asText("None")));
        }
        if (strict && schema.has("anyOf")) {
            throw error("schema must not have 'anyOf' at the top level.");
        }
        int properties = visit(new Place(schema, schema, List.of(), 1), strict);
        if (strict && properties > MOST_PROPERTIES) {
            throw error("%d properties are more than the %d that are allowed.".formatted(properties, MOST_PROPERTIES));
        }
    }

    /** Looks at a schema and all inside of it; returns how many properties there are. */
    private int visit(Place place, boolean strict) {
        if (!place.schema().isObject()) {
            throw error(place, "a schema must be an object.");
        }
        checkTypes(place);
        if (strict) {
            checkStrict(place);
        }
        int properties = place.schema().path("properties").size();
        for (Place inner : place.inner()) {
            properties += visit(inner, strict);
        }
        return properties;
    }

    private void checkTypes(Place place) {
        JsonNode type = place.schema().path("type");
        for (JsonNode each : type.isArray() ? type : List.of(type)) {
            if (!each.isMissingNode() && !TYPES.contains(each.asText())) {
                throw error(place, "'%s' is not valid under any of the given schemas.".formatted(each.asText()));
            }
        }
        JsonNode reference = place.schema().path("$ref");
        if (reference.isTextual()
                && References.resolve(place.root(), reference.asText()).isMissingNode()) {
            throw error(place, "reference '%s' leads to nothing.".formatted(reference.asText()));
        }
    }

    private void checkStrict(Place place) {
        JsonNode schema = place.schema();
        NOT_STRICT.stream().filter(schema::has).findFirst().ifPresent(word -> {
            throw error(place, "'%s' is not permitted.".formatted(word));
        });
        if (TELLING.stream().noneMatch(schema::has)) {
            throw error(place, "schema must have a 'type' key.");
        }
        if (isObject(schema)) {
            checkStrictObject(place);
        }
    }

    private void checkStrictObject(Place place) {
        if (place.depth() > DEEPEST) {
            throw error(place, "more than %d levels of nesting.".formatted(DEEPEST));
        }
        JsonNode schema = place.schema();
        JsonNode more = schema.path("additionalProperties");
        if (!more.isBoolean() || more.booleanValue()) {
            throw error(place, "'additionalProperties' is required to be supplied and to be false.");
        }
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").fieldNames().forEachRemaining(name -> {
            if (!required.contains(name)) {
                throw error(
                        place,
                        ("'required' is required to be supplied and to be an array including every key in"
                                        + " properties. Missing '%s'.")
                                .formatted(name));
            }
        });
    }

    private static boolean isObject(JsonNode schema) {
        JsonNode type = schema.path("type");
        boolean named = type.asText().equals("object");
        for (JsonNode each : type) {
            named |= each.asText().equals("object");
        }
        return named || schema.has("properties");
    }

    private ApiError error(Place place, String complaint) {
        return error("In context=%s, %s".formatted(place.context(), complaint));
    }

    private ApiError error(String complaint) {
        return ApiError.invalid("Invalid schema for %s: %s".formatted(subject, complaint), param, code);
    }

    /**
     * A schema within a schema. Immutable.
     *
     * @param depth in how many objects it lies, itself included
     */
    private record Place(JsonNode root, JsonNode schema, List<String> path, int depth) {
        List<Place> inner() {
            List<Place> inner = new ArrayList<>();
            for (String keyword : List.of("properties", "$defs", "definitions")) {
                int level = keyword.equals("properties") ? depth + 1 : 1;
                schema.path(keyword)
                        .fields()
                        .forEachRemaining(entry -> inner.add(step(entry.getValue(), level, keyword, entry.getKey())));
            }
            if (schema.path("items").isObject()) {
                inner.add(step(schema.get("items"), depth, "items"));
            }
            for (String keyword : List.of("anyOf", "oneOf", "allOf")) {
                for (int i = 0; i < schema.path(keyword).size(); i++) {
                    inner.add(step(schema.get(keyword).get(i), depth, keyword, Integer.toString(i)));
                }
            }
            return inner;
        }

        String context() {
            return path.stream().map(step -> "'" + step + "'").collect(Collectors.joining(", ", "(", ")"));
        }

        private Place step(JsonNode inside, int level, String... steps) {
            List<String> longer = new ArrayList<>(path);
            longer.addAll(List.of(steps));
            return new Place(root, inside, longer, level);
        }
    }
}
