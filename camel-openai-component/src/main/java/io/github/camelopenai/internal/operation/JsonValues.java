// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.model.JsonList;
import io.github.camelopenai.model.JsonMap;

/** JSON trees as the Maps and Lists that routes get, at every level of a kind that is JSON again as a text. Stateless. */
final class JsonValues {

    private JsonValues() {}

    static JsonMap map(JsonNode object) {
        JsonMap map = new JsonMap();
        object.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
        return map;
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> map(node);
            case ARRAY -> list(node);
            case NUMBER -> node.numberValue();
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            default -> null;
        };
    }

    private static JsonList<Object> list(JsonNode array) {
        JsonList<Object> list = new JsonList<>();
        array.forEach(item -> list.add(value(item)));
        return list;
    }
}
