// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.util.PropertiesHelper;

/**
 * Removes the values of an option such as {@code additionalHeader.*} from the parameters of a URI: one parameter for
 * each name, or one JSON object for all. Stateless.
 */
final class NamedValues {

    private NamedValues() {}

    /** The values by name; they are removed from the parameters. */
    static Map<String, Object> take(
            CamelContext context, OpenAiOperation operation, String option, Map<String, Object> parameters) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (parameters.get(option) instanceof String text && !text.startsWith("#")) { // # names a bean
            parameters.remove(option);
            values.putAll(ofJson(operation, option, text));
        }
        Map<String, Object> single = PropertiesHelper.extractProperties(parameters, option + ".");
        DashedNames.check(context, operation, option, single.keySet());
        values.putAll(single);
        return values;
    }

    /** The values of a component option that is given as one JSON object. */
    static Map<String, Object> ofComponent(String option, String text) {
        return ofJson(OpenAiOperation.chat, option, text);
    }

    private static Map<String, Object> ofJson(OpenAiOperation operation, String option, String text) {
        Map<String, Object> values = new LinkedHashMap<>();
        boolean isJson = option.equals("additionalBodyProperty");
        object(operation, option, text)
                .properties()
                .forEach(field -> values.put(field.getKey(), isJson ? field.getValue() : text(field.getValue())));
        return values;
    }

    private static String text(JsonNode json) {
        return json.isValueNode() ? json.asText() : json.toString();
    }

    /** The error message does not quote the text: it may hold a secret. */
    private static JsonNode object(OpenAiOperation operation, String option, String text) {
        JsonNode json = null;
        try {
            json = Json.DOCUMENT.readTree(text);
        } catch (JsonProcessingException e) {
            // reported below
        }
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException(option + " must be a JSON object, or single values such as " + option
                    + ".NAME; a map below it in YAML comes without its dashes and quotes, so "
                    + DashedNames.forms(operation, option, "X-Gateway-Key"));
        }
        return json;
    }
}
