// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the schema of a tool from the option {@code jsonSchema}. Stateless. */
final class GivenSchema {

    private GivenSchema() {}

    static ObjectNode parse(String tool, String text) {
        JsonNode document;
        try {
            document = ToolJson.DOCUMENT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "jsonSchema of tool " + tool + " is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!(document instanceof ObjectNode schema)
                || !schema.path("type").asText().equals("object")) {
            throw notAnObject(tool);
        }
        if (!schema.has("properties")) {
            schema.putObject("properties"); // the API wants them, even when there are none
        }
        if (!(schema.get("properties") instanceof ObjectNode properties)) {
            throw notAnObject(tool);
        }
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        ParameterNames.check(tool, names);
        return schema;
    }

    private static IllegalArgumentException notAnObject(String tool) {
        return new IllegalArgumentException("jsonSchema of tool " + tool
                + " must describe an object, as in {\"type\":\"object\",\"properties\":{…}}; arguments have names");
    }
}
