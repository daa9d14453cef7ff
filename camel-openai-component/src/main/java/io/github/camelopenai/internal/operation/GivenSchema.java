// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import java.util.Map;

/**
 * A schema that a route gives: plain, or in the envelope that the API has for it, with a name and a strict flag of its own.
 * Immutable, as long as nobody changes the tree.
 *
 * @param schema      the schema itself
 * @param name        for the API: from the envelope, else from the title
 * @param strict      whether the model is held to it; the envelope decides before the option
 * @param description for the model, or null
 */
record GivenSchema(ObjectNode schema, String name, boolean strict, String description) {

    private static final ObjectReader DOCUMENT =
            Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The value of the option as a tree of its own. */
    static JsonNode tree(Object value) {
        if (value instanceof CharSequence text) {
            return parse(text.toString());
        }
        if (value instanceof JsonNode node) {
            return node.deepCopy();
        }
        if (value instanceof Map) {
            return Json.tree(value, "jsonSchema");
        }
        throw OpenAiRequestException.refused("jsonSchema must be a JSON text, a Map or a JsonNode but was a "
                + value.getClass().getName() + "; convert it before this step");
    }

    private static JsonNode parse(String text) {
        try {
            return DOCUMENT.readTree(text);
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw OpenAiRequestException.refused("jsonSchema is not JSON" + place
                    + "; give the schema inline, or as resource:classpath:x or resource:file:x at the endpoint");
        }
    }

    /**
     * @param given  see {@link #tree}; the schema takes it over
     * @param strict what the option says
     */
    static GivenSchema of(JsonNode given, boolean strict) {
        JsonNode envelope = given.path("type").asText().equals("json_schema") ? given.path("json_schema") : given;
        boolean enveloped = envelope.path("schema").isObject() && !isSchema(envelope);
        JsonNode schema = enveloped ? envelope.path("schema") : envelope;
        if (!(schema instanceof ObjectNode object)) {
            throw OpenAiRequestException.refused("jsonSchema must be a JSON object but was a JSON " + kind(schema)
                    + "; give a schema with type object");
        }
        String title = object.path("title").asText();
        GivenSchema result = new GivenSchema(
                object,
                SchemaName.of(enveloped ? envelope.path("name").asText(title) : title),
                enveloped ? envelope.path("strict").asBoolean(strict) : strict,
                enveloped ? envelope.path("description").textValue() : null);
        GivenSchemaRules.check(object, result.strict());
        return result;
    }

    private static boolean isSchema(JsonNode node) {
        return node.has("type") || node.has("properties") || node.has("$ref") || node.has("anyOf");
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The field {@code response_format} of a request. */
    ObjectNode responseFormat() {
        ObjectNode wire = Json.MAPPER.createObjectNode().put("type", "json_schema");
        ObjectNode envelope = wire.putObject("json_schema").put("name", name);
        if (description != null) {
            envelope.put("description", description);
        }
        envelope.put("strict", strict).set("schema", schema);
        return wire;
    }
}
