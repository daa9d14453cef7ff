// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known to be wrong with a given schema: refused here where it can never work, warned of where the server decides.
 * Stateless.
 */
final class GivenSchemaRules {

    private static final Logger LOG = LoggerFactory.getLogger(GivenSchemaRules.class);

    private static final List<String> TYPES =
            List.of("array", "boolean", "integer", "null", "number", "object", "string");

    /** Keywords that the strict subset is documented not to have. */
    private static final Set<String> LOOSE = Set.of(
            "allOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "patternProperties",
            "dependentRequired",
            "dependentSchemas",
            "propertyNames");

    private GivenSchemaRules() {}

    static void check(ObjectNode schema, boolean strict) {
        if (schema.has("type") && !SchemaTree.allows(schema, "object")) {
            throw OpenAiRequestException.refused("jsonSchema must have the type object at its root but has "
                    + schema.path("type") + "; wrap it in an object with one property");
        }
        List<String> doubts = new ArrayList<>();
        SchemaTree.visit(schema, (place, node) -> {
            node.path("type").forEach(type -> checkType(type, place));
            if (node.path("type").isValueNode()) {
                checkType(node.path("type"), place);
            }
            checkReference(node.path("$ref"), place, schema);
            if (strict) {
                doubt(node, place, doubts);
            }
        });
        if (strict && schema.has("anyOf")) {
            doubts.add("# has anyOf at the root");
        }
        if (!doubts.isEmpty()) {
            LOG.warn(
                    "jsonSchema leaves the strict subset, and the server may refuse it: {}. Correct it, or set strict=false",
                    String.join("; ", doubts.subList(0, Math.min(5, doubts.size()))));
        }
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

    private static void doubt(ObjectNode node, String place, List<String> doubts) {
        JsonNode properties = node.path("properties");
        if (SchemaTree.allows(node, "object") || properties.isObject()) {
            if (!node.path("additionalProperties").isBoolean()
                    || node.path("additionalProperties").asBoolean()) {
                doubts.add("#" + place + " lacks \"additionalProperties\": false");
            }
            if (properties.size() > node.path("required").size()) {
                doubts.add("#" + place + " does not require all of its properties");
            }
        }
        LOOSE.stream().filter(node::has).sorted().forEach(keyword -> doubts.add("#" + place + " has " + keyword));
    }
}
