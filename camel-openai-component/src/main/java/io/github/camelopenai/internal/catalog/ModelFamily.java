// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Special rules for models whose ids begin with the same prefix. Immutable.
 *
 * @param rename    this family's wire names for our wire names
 * @param values    by wire name: this family's values for our values
 * @param drops     wire names that are left out
 * @param refuses   wire names that are sent although the family is known to refuse them
 * @param operation what its models are for, such as {@code chat}; null if that differs or is not known
 */
public record ModelFamily(
        Map<String, String> rename,
        Map<String, Map<String, String>> values,
        Set<String> drops,
        Set<String> refuses,
        String operation) {

    /** No special rules. */
    public static final ModelFamily PLAIN = new ModelFamily(Map.of(), Map.of(), Set.of(), Set.of(), null);

    static ModelFamily of(JsonNode facts) {
        Map<String, Map<String, String>> values = new HashMap<>();
        facts.path("values").properties().forEach(entry -> values.put(entry.getKey(), texts(entry.getValue())));
        return new ModelFamily(
                texts(facts.path("rename")),
                Map.copyOf(values),
                names(facts.path("drops")),
                names(facts.path("refuses")),
                facts.path("type").asText(null));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> result = new HashMap<>();
        object.properties()
                .forEach(entry -> result.put(entry.getKey(), entry.getValue().asText()));
        return Map.copyOf(result);
    }

    private static Set<String> names(JsonNode array) {
        Set<String> result = new HashSet<>();
        array.forEach(item -> result.add(item.asText()));
        return Set.copyOf(result);
    }
}
