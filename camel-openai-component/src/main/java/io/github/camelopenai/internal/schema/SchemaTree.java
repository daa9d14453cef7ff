// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The places of a JSON Schema that hold a schema. Stateless. */
final class SchemaTree {

    /** Keywords whose value maps names to schemas. */
    static final Set<String> NAMED =
            Set.of("properties", "$defs", "definitions", "patternProperties", "dependentSchemas");

    /** Keywords whose value is a schema, or a list of schemas. */
    static final List<String> NESTED = List.of(
            "items",
            "prefixItems",
            "additionalProperties",
            "anyOf",
            "oneOf",
            "allOf",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
            "unevaluatedProperties",
            "unevaluatedItems");

    private SchemaTree() {}

    /** Visits a schema and all within it, the outer before the inner, each with its JSON Pointer. */
    static void visit(JsonNode schema, BiConsumer<String, ObjectNode> visitor) {
        visit(schema, "", visitor);
    }

    private static void visit(JsonNode schema, String path, BiConsumer<String, ObjectNode> visitor) {
        if (schema instanceof ObjectNode object) {
            visitor.accept(path, object);
            // The visitor may have changed the schema, so its keywords are read afterwards.
            List<String> keywords =
                    Stream.concat(NAMED.stream(), NESTED.stream()).toList();
            keywords.forEach(keyword -> visitKeyword(object.path(keyword), path + "/" + keyword, visitor, keyword));
        }
    }

    private static void visitKeyword(
            JsonNode value, String path, BiConsumer<String, ObjectNode> visitor, String keyword) {
        if (NAMED.contains(keyword)) {
            value.properties().forEach(entry -> visit(entry.getValue(), path + "/" + escaped(entry.getKey()), visitor));
        } else if (value.isArray()) {
            for (int index = 0; index < value.size(); index++) {
                visit(value.get(index), path + "/" + index, visitor);
            }
        } else {
            visit(value, path, visitor);
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** Whether a type is among those that a schema allows. */
    static boolean allows(JsonNode schema, String type) {
        JsonNode types = schema.path("type");
        if (types.isTextual()) {
            return types.asText().equals(type);
        }
        for (JsonNode one : types) {
            if (one.asText().equals(type)) {
                return true;
            }
        }
        return false;
    }
}
