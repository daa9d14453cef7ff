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

/**
 * The beginning of a value that is kept for a message only; the rest is read and dropped. {@link BoundedTree} is for
 * values that are used: it refuses values that are too large. Used once.
 */
public final class ShortenedValue {

    private static final int MAX_TEXT = 8 << 10;
    private static final int MAX_DEPTH = 20;

    private final boolean keepsLists;
    private int left = 200; // how many more values are kept

    /** Keeps lists too. */
    public ShortenedValue() {
        this(true);
    }

    private ShortenedValue(boolean keepsLists) {
        this.keepsLists = keepsLists;
    }

    /**
     * A document of any length without its lists, up to its first JSON error; empty if it begins with neither an object
     * nor a list of objects.
     */
    public static JsonNode begun(byte[] json) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        try (JsonParser parser = Json.PLAIN.createParser(json)) {
            JsonToken begin = parser.nextToken();
            if (begin == JsonToken.START_ARRAY) {
                begin = parser.nextToken();
            }
            if (begin == JsonToken.START_OBJECT) {
                new ShortenedValue(false).fill(root, parser, 0);
            }
        } catch (IOException e) {
            return root; // with the part read before the error
        }
        return root;
    }

    /** Reads the parser's current value to its end. */
    public JsonNode read(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            fill(object, parser, depth);
            return object;
        }
        return token == JsonToken.START_ARRAY ? array(parser, depth) : scalar(parser, token);
    }

    private static JsonNode scalar(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            return JsonNodeFactory.instance.textNode(text.substring(0, Math.min(MAX_TEXT, text.length())));
        }
        return Json.MAPPER.<JsonNode>readTree(parser);
    }

    private void fill(ObjectNode object, JsonParser parser, int depth) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_ARRAY && !keepsLists || !isKept(depth) || name.length() > MAX_TEXT) {
                parser.skipChildren();
            } else if (token == JsonToken.START_OBJECT) {
                fill(object.putObject(name), parser, depth + 1); // kept even if the document breaks off within it
            } else {
                object.set(name, read(parser, depth + 1));
            }
        }
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
