// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import java.util.List;

/**
 * Closes a derived schema: every object lists its properties and the required ones, and allows no others. With OpenAI's
 * strict subset all properties are required, and what the subset cannot express is refused; otherwise nullable
 * properties may be missing too. Used once.
 */
final class StrictSubset {

    /** Keywords that the generator may write and the subset does not have. */
    private static final List<String> IMPOSSIBLE = List.of("allOf", "oneOf", "not", "if", "patternProperties");

    /** Marks a text with its own format, in place of a format. */
    static final String OWN_PATTERN = "x-pattern";

    private static final List<String> NEEDLESS = List.of("readOnly", "writeOnly", "default");

    private final boolean strict;

    private StrictSubset(boolean strict) {
        this.strict = strict;
    }

    /** The subset cannot express a class. */
    static final class Impossible extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String fault;
        private final String remedy;

        private Impossible(String fault, String remedy) {
            super(fault, null, false, false);
            this.fault = fault;
            this.remedy = remedy;
        }

        /** The fault and what to change, without a workaround. */
        String why() {
            return fault + "; " + remedy;
        }

        /** For a class that must be strict. */
        OpenAiRequestException refused(String option) {
            return OpenAiRequestException.refused(option + " cannot be said in the strict subset of JSON Schema: "
                    + fault + ". Set strict=false, or " + remedy);
        }
    }

    /**
     * @param name of the class, for messages
     * @throws Impossible when it must be strict and cannot
     */
    static ObjectNode apply(ObjectNode schema, String name, boolean strict) {
        StrictSubset subset = new StrictSubset(strict);
        subset.close(schema, name, null);
        schema.path("$defs").properties().forEach(entry -> subset.close(entry.getValue(), entry.getKey(), null));
        return schema;
    }

    /**
     * @param owner    the class that a schema belongs to
     * @param property the property, or null for the class itself
     */
    private void close(JsonNode schema, String owner, String property) {
        if (!(schema instanceof ObjectNode object)) {
            return;
        }
        object.remove(NEEDLESS);
        rewrite(object);
        if (strict) {
            refuseImpossible(object, owner, property);
            moveAside(object);
        }
        if (SchemaTree.allows(object, "object") && !object.has("additionalProperties")) {
            closeObject(object);
        }
        object.path("properties").properties().forEach(entry -> close(entry.getValue(), owner, entry.getKey()));
        for (String keyword : SchemaTree.NESTED) {
            JsonNode nested = object.path(keyword);
            for (JsonNode one : nested.isArray() ? nested : List.of(nested)) {
                close(one, owner, property);
            }
        }
    }

    /** Writes a schema in its simplest equivalent form. */
    private static void rewrite(ObjectNode object) {
        if (object.has(OWN_PATTERN)) {
            String pattern = "in the pattern " + object.remove(OWN_PATTERN).asText();
            object.remove("format");
            object.put(
                    "description",
                    object.has("description") ? object.path("description").asText() + "; " + pattern : pattern);
        }
        if (object.has("const")) { // the discriminator of a subtype
            JsonNode only = object.remove("const");
            object.put("type", "string").putArray("enum").add(only);
        }
        if (object.path("type").isArray() && SchemaTree.allows(object, "object")) {
            ObjectNode inner = object.deepCopy().put("type", "object");
            object.removeAll();
            object.putArray("anyOf")
                    .add(object.objectNode().put("type", "null"))
                    .add(inner);
        }
    }

    private void closeObject(ObjectNode object) {
        JsonNode properties = object.has("properties") ? object.path("properties") : object.putObject("properties");
        if (properties instanceof ObjectNode named) {
            discriminatorFirst(named);
        }
        ArrayNode required = object.putArray("required");
        properties.properties().forEach(entry -> {
            if (strict || !isNullable(entry.getValue())) {
                required.add(entry.getKey());
            }
        });
        object.put("additionalProperties", false);
    }

    /** The generator puts it last, but the model should write the type before the properties. */
    private static void discriminatorFirst(ObjectNode properties) {
        ObjectNode others = properties.objectNode();
        properties.properties().stream()
                .filter(entry -> !entry.getValue().has("const"))
                .toList()
                .forEach(entry -> others.set(entry.getKey(), properties.remove(entry.getKey())));
        properties.setAll(others);
    }

    private static boolean isNullable(JsonNode schema) {
        if (schema.has("$ref")) {
            return false; // nullable types are not shared
        }
        for (JsonNode choice : schema.path("anyOf")) {
            if (SchemaTree.allows(choice, "null")) {
                return true;
            }
        }
        return SchemaTree.allows(schema, "null");
    }

    private void refuseImpossible(ObjectNode object, String owner, String property) {
        String what = property == null ? owner : "the property " + property + " of " + owner;
        if (object.path("additionalProperties").isObject()) {
            throw new Impossible(
                    what + " is a Map, whose keys are not known beforehand",
                    "make it a list of pairs, such as List<Entry> with record Entry(String key, String value)");
        }
        if (object.isEmpty()) {
            throw new Impossible(what + " may be of any type", "give it one");
        }
        for (String keyword : IMPOSSIBLE) {
            if (object.has(keyword)) {
                throw new Impossible(what + " needs the keyword " + keyword, "write its fields out");
            }
        }
    }

    /** The subset allows no keyword beside a reference, not even a description. */
    private static void moveAside(ObjectNode object) {
        if (object.size() > 1 && object.has("$ref")) {
            JsonNode reference = object.remove("$ref");
            object.putArray("anyOf").addObject().set("$ref", reference);
        }
    }
}
