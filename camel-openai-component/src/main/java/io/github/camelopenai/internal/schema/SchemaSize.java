// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The size of a schema against the limits that OpenAI names today. They have been raised before, and other servers have
 * others: a schema beyond them gets a warning and is sent. Used once.
 */
final class SchemaSize {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaSize.class);

    private static final int MAX_PROPERTIES = 5_000;
    private static final int MAX_LEVELS = 10;
    private static final int MAX_TEXT = 120_000;
    private static final int MAX_ENUM_VALUES = 1_000;
    private static final int LARGE_ENUM = 250;
    private static final int MAX_LARGE_ENUM_TEXT = 15_000;

    private final ObjectNode root;
    private final Map<String, Integer> levelsOfReferences = new HashMap<>();
    private int properties;
    private int text;
    private int enumValues;
    private int largeEnumText;

    private SchemaSize(ObjectNode root) {
        this.root = root;
    }

    /** Logs which limits are exceeded; called once per schema, as schemas are cached. */
    static void warn(ObjectNode schema, String what) {
        List<String> excess = excess(schema);
        if (!excess.isEmpty()) {
            LOG.warn(
                    "{} is larger than OpenAI allows today: {}. It is sent all the same",
                    what,
                    String.join("; ", excess));
        }
    }

    static List<String> excess(ObjectNode schema) {
        SchemaSize size = new SchemaSize(schema);
        SchemaTree.visit(schema, (place, node) -> size.count(node));
        List<String> excess = new ArrayList<>();
        add(excess, size.properties, MAX_PROPERTIES, "properties");
        add(excess, size.levels(schema, new HashSet<>()), MAX_LEVELS, "levels");
        add(excess, size.text, MAX_TEXT, "characters of names and enum values");
        add(excess, size.enumValues, MAX_ENUM_VALUES, "enum values");
        add(excess, size.largeEnumText, MAX_LARGE_ENUM_TEXT, "characters in one enum of more than 250 values");
        return excess;
    }

    private static void add(List<String> excess, int found, int allowed, String what) {
        if (found > allowed) {
            excess.add(found + " " + what + ", and " + allowed + " are allowed");
        }
    }

    private void count(ObjectNode node) {
        node.path("properties").fieldNames().forEachRemaining(name -> {
            properties++;
            text += name.length();
        });
        node.path("$defs").fieldNames().forEachRemaining(name -> text += name.length());
        text += node.path("const").asText().length();
        JsonNode values = node.path("enum");
        int ofThis = 0;
        for (JsonNode value : values) {
            ofThis += value.asText().length();
        }
        text += ofThis;
        enumValues += values.size();
        if (values.size() > LARGE_ENUM) {
            largeEnumText = Math.max(largeEnumText, ofThis);
        }
    }

    /** The deepest nesting of objects; an object that contains itself counts once. */
    private int levels(JsonNode node, Set<String> open) {
        int own = node.path("properties").isObject() ? 1 : 0;
        int deepest = levelsOfReference(node.path("$ref").asText(), open);
        for (JsonNode property : node.path("properties")) {
            deepest = Math.max(deepest, levels(property, open));
        }
        for (String keyword : SchemaTree.NESTED) {
            JsonNode nested = node.path(keyword);
            deepest = Math.max(deepest, nested.isObject() ? levels(nested, open) : 0);
            if (nested.isArray()) {
                for (JsonNode one : nested) {
                    deepest = Math.max(deepest, levels(one, open));
                }
            }
        }
        return own + deepest;
    }

    private int levelsOfReference(String reference, Set<String> open) {
        if (!reference.startsWith("#/") || !open.add(reference)) {
            return 0;
        }
        Integer known = levelsOfReferences.get(reference);
        int levels = known == null ? levels(root.at(reference.substring(1)), open) : known;
        levelsOfReferences.put(reference, levels);
        open.remove(reference);
        return levels;
    }
}
