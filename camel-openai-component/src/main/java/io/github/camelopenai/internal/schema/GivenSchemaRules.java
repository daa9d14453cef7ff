// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import java.util.List;

/** Refuses a given schema that can never work. Stateless. */
final class GivenSchemaRules {

    private static final List<String> TYPES =
            List.of("array", "boolean", "integer", "null", "number", "object", "string");

    private GivenSchemaRules() {}

    static void check(ObjectNode schema) {
        if (schema.has("type") && !SchemaTree.allows(schema, "object")) {
            throw OpenAiRequestException.refused("jsonSchema must have the type object at its root but has "
                    + schema.path("type") + "; wrap it in an object with one property");
        }
        SchemaLoops loops = new SchemaLoops(schema);
        SchemaTree.visit(schema, (place, node) -> {
            node.path("type").forEach(type -> checkType(type, place));
            if (node.path("type").isValueNode()) {
                checkType(node.path("type"), place);
            }
            checkReference(node.path("$ref"), place, schema);
            if (loops.begins(node)) {
                throw OpenAiRequestException.refused("jsonSchema refers to itself at #" + place
                        + ", so that no value could ever match it; let the reference lead to another part");
            }
        });
    }

    private static void checkType(JsonNode type, String place) {
        if (!type.isTextual() || !TYPES.contains(type.asText())) {
            throw OpenAiRequestException.refused("jsonSchema has the unknown type " + type + " at #" + place
                    + "; the types of JSON Schema are " + String.join(", ", TYPES));
        }
    }

    private static void checkReference(JsonNode reference, String place, ObjectNode root) {
        String target = reference.asText();
        boolean local = target.startsWith("#");
        if (target.isEmpty() || root.has("$id")) {
            return;
        }
        if (!local) {
            throw OpenAiRequestException.refused("jsonSchema refers to another document at #" + place
                    + ", and nothing is fetched for it; put that part into $defs");
        }
        if (target.startsWith("#/") && root.at(target.substring(1)).isMissingNode()) {
            throw OpenAiRequestException.refused(
                    "jsonSchema refers to " + target + " at #" + place + ", which it does not have; add it to $defs");
        }
    }
}
