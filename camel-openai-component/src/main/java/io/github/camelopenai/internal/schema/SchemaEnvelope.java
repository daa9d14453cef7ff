// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A schema in the API's envelope, with a name and a strict flag. Immutable, as long as the tree is not changed.
 *
 * @param schema      the schema itself
 * @param name        for the API: from the envelope, else from the title
 * @param strict      whether the API enforces it; the envelope takes precedence over the option
 * @param description for the model, or null
 */
record SchemaEnvelope(ObjectNode schema, String name, Strictness strict, String description) {

    /**
     * Reads a schema from a route: alone, in its envelope, or in a whole {@code response_format}.
     *
     * @param strict what the option requires
     */
    static SchemaEnvelope read(JsonNode given, Strictness strict) {
        JsonNode envelope = given.path("type").asText().equals("json_schema") ? given.path("json_schema") : given;
        boolean enveloped = envelope.path("schema").isObject() && !isSchema(envelope);
        ObjectNode schema = GivenSchema.object(enveloped ? envelope.path("schema") : envelope, "jsonSchema");
        String title = schema.path("title").asText();
        return new SchemaEnvelope(
                schema,
                SchemaName.of(enveloped ? envelope.path("name").asText(title) : title),
                enveloped && envelope.path("strict").isBoolean()
                        ? Strictness.of(envelope.path("strict").booleanValue())
                        : strict,
                enveloped ? envelope.path("description").textValue() : null);
    }

    private static boolean isSchema(JsonNode node) {
        return node.has("type") || node.has("properties") || node.has("$ref") || node.has("anyOf");
    }

    /** The field {@code response_format} of a request. */
    ObjectNode responseFormat(boolean strictly) {
        ObjectNode wire = JsonNodeFactory.instance.objectNode().put("type", "json_schema");
        ObjectNode envelope = wire.putObject("json_schema").put("name", name);
        if (description != null) {
            envelope.put("description", description);
        }
        envelope.put("strict", strictly).set("schema", schema);
        return wire;
    }
}
