// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelopenai.model.JsonList;
import io.github.camelopenai.model.JsonMap;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * JSON as the Maps and Lists that routes get; at every level the text form is JSON again. A decimal is a Double, or a
 * BigDecimal where a Double would lose digits. Stateless.
 */
public final class JsonValues {

    private JsonValues() {}

    /** Reads the object that follows in the parser; its syntax was checked before. */
    public static JsonMap map(JsonParser parser) throws IOException {
        parser.nextToken();
        return object(parser);
    }

    private static JsonMap object(JsonParser parser) throws IOException {
        JsonMap map = new JsonMap();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = WholeCharacters.of(parser.currentName());
            parser.nextToken();
            map.put(name, value(parser));
        }
        return map;
    }

    private static JsonList<Object> array(JsonParser parser) throws IOException {
        JsonList<Object> list = new JsonList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> WholeCharacters.of(parser.getText());
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private static Number decimal(JsonParser parser) throws IOException {
        double near = parser.getDoubleValue();
        try {
            BigDecimal exact = parser.getDecimalValue();
            boolean same = Double.isFinite(near) && BigDecimal.valueOf(near).compareTo(exact) == 0;
            return same ? (Number) near : exact;
        } catch (NumberFormatException e) {
            return near; // from a tree, which holds it as infinite
        }
    }
}
