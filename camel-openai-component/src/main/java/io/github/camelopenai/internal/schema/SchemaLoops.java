// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Finds schemas that only require a value to match themselves, through references and choices. No value could be
 * checked against one. A reference from a property or an item is no loop: the value gets smaller with each. Used once.
 */
final class SchemaLoops {

    /** Keywords whose schemas apply to the value itself and not to a part of it. */
    private static final List<String> SAME_VALUE = List.of("anyOf", "oneOf", "allOf", "not", "if", "then", "else");

    private final ObjectNode root;
    private final Set<JsonNode> done = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<JsonNode> open = Collections.newSetFromMap(new IdentityHashMap<>());

    SchemaLoops(ObjectNode root) {
        this.root = root;
    }

    /** Whether a schema within the root leads back to itself. */
    boolean begins(ObjectNode schema) {
        if (!open.add(schema)) {
            return true;
        }
        boolean loops = false;
        if (done.add(schema)) {
            for (JsonNode next : next(schema)) {
                loops |= next instanceof ObjectNode object && begins(object);
            }
        }
        open.remove(schema);
        return loops;
    }

    private List<JsonNode> next(ObjectNode schema) {
        List<JsonNode> next = new ArrayList<>();
        String target = schema.path("$ref").asText();
        if (target.equals("#")) {
            next.add(root);
        } else if (target.startsWith("#/")) {
            next.add(root.at(target.substring(1)));
        }
        for (String keyword : SAME_VALUE) {
            JsonNode value = schema.path(keyword);
            if (value.isArray()) {
                value.forEach(next::add);
            } else {
                next.add(value);
            }
        }
        return next;
    }
}
