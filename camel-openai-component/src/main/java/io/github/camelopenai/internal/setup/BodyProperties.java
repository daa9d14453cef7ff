// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camelopenai.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the values of {@code additionalBodyProperty.*}: as JSON if they are valid JSON, otherwise as text. Stateless.
 */
public final class BodyProperties {

    private BodyProperties() {}

    public static Map<String, Object> parse(Map<String, Object> given) {
        Map<String, Object> parsed = new LinkedHashMap<>();
        given.forEach((name, value) -> parsed.put(name, value instanceof String text ? parse(text) : value));
        return parsed;
    }

    private static Object parse(String text) {
        try {
            Object value = text.isBlank() ? null : Json.DOCUMENT.readTree(text);
            return value == null ? text : value;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
