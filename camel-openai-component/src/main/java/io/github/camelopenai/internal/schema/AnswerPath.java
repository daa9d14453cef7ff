// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes places in an answer, such as {@code $.lines[2].price}. A name that is not in the schema comes from the model
 * and may be a value; it is shown as a star. Immutable.
 */
final class AnswerPath {

    private final Set<String> known;

    private AnswerPath(Set<String> known) {
        this.known = known;
    }

    static AnswerPath of(JsonNode schema) {
        Set<String> names = new HashSet<>();
        SchemaTree.visit(
                schema, (place, node) -> node.path("properties").fieldNames().forEachRemaining(names::add));
        return new AnswerPath(Set.copyOf(names));
    }

    /** The place of a JSON Pointer. */
    String of(String pointer, JsonNode document) {
        StringBuilder path = new StringBuilder("$");
        JsonNode node = document;
        for (JsonPointer rest = JsonPointer.compile(pointer); !rest.matches(); rest = rest.tail()) {
            append(path, rest.getMatchingProperty(), node.isArray());
            node = node.isArray() ? node.path(rest.getMatchingIndex()) : node.path(rest.getMatchingProperty());
        }
        return path.toString();
    }

    /** The place that Jackson reports. */
    String of(List<Reference> references) {
        StringBuilder path = new StringBuilder("$");
        for (Reference reference : references) {
            boolean item = reference.getFieldName() == null;
            append(path, item ? String.valueOf(reference.getIndex()) : reference.getFieldName(), item);
        }
        return path.toString();
    }

    private void append(StringBuilder path, String name, boolean item) {
        if (item) {
            path.append('[').append(name).append(']');
        } else {
            path.append('.').append(known.contains(name) ? name : "*");
        }
    }
}
