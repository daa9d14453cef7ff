// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The beginning of a value that is kept for a message only; the rest is read and forgotten. Used once. */
public final class ShortValue {

    private static final int MAX_TEXT = 8 << 10;
    private static final int MAX_DEPTH = 20;

    private int left = 200; // values that are kept

    /** Reads the value at which the parser stands, to its end. */
    public JsonNode read(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(parser, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            return array(parser, depth);
        }
        if (token == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            return JsonNodeFactory.instance.textNode(text.substring(0, Math.min(MAX_TEXT, text.length())));
        }
        return Json.MAPPER.<JsonNode>readTree(parser);
    }

    private ObjectNode object(JsonParser parser, int depth) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (isKept(depth) && name.length() <= MAX_TEXT) {
                object.set(name, read(parser, depth + 1));
            } else {
                parser.skipChildren();
            }
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, int depth) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (isKept(depth)) {
                array.add(read(parser, depth + 1));
            } else {
                parser.skipChildren();
            }
        }
        return array;
    }

    private boolean isKept(int depth) {
        return depth < MAX_DEPTH && left-- > 0;
    }
}
