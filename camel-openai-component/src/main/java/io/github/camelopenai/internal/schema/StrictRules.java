// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The reasons why a given schema cannot be strict: places, and rules of the subset of JSON Schema that OpenAI
 * documents. Stateless.
 */
public final class StrictRules {

    private static final int MOST_TOLD = 5;

    /** Keywords that the documentation excludes from the strict subset. */
    private static final Set<String> LOOSE = Set.of(
            "allOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "patternProperties",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "propertyNames");

    /** Keywords that the subset did not have at first and that its documentation does not list now. */
    private static final Set<String> DOUBTFUL = Set.of(
            "minLength",
            "maxLength",
            "minProperties",
            "maxProperties",
            "unevaluatedProperties",
            "unevaluatedItems",
            "prefixItems",
            "contains",
            "minContains",
            "maxContains",
            "uniqueItems",
            "additionalItems",
            "default");

    private static final List<String> TELLING = List.of("type", "$ref", "anyOf", "enum", "const");

    /** Keywords that map names to schemas, each of which must have a type. */
    private static final List<String> NAMED = List.of("properties", "$defs", "definitions");

    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

    private final List<String> certain = new ArrayList<>();
    private final List<String> doubtful = new ArrayList<>();

    private StrictRules() {}

    /**
     * Whether a schema is to be sent as a strict one.
     *
     * @param what    the schema's name in messages
     * @param remarks logs why not, if that was this component's decision
     * @throws OpenAiRequestException when it must be strict and surely cannot
     */
    public static boolean hold(ObjectNode schema, Strictness asked, String what, StrictRemarks remarks) {
        if (asked == Strictness.LOOSE) {
            return false;
        }
        StrictRules rules = of(schema);
        if (asked == Strictness.STRICT && !rules.certain.isEmpty()) {
            throw OpenAiRequestException.refused(
                    what + " cannot be strict: " + told(rules.certain) + "; change that, or leave strict=true out");
        }
        List<String> all = new ArrayList<>(rules.certain);
        all.addAll(rules.doubtful);
        if (asked == Strictness.AUTOMATIC && !all.isEmpty()) {
            remarks.say(what, told(all), schema.hashCode());
        }
        return asked == Strictness.STRICT || all.isEmpty();
    }

    private static String told(List<String> breaks) {
        int more = breaks.size() - MOST_TOLD;
        String told = String.join("; ", breaks.subList(0, Math.min(MOST_TOLD, breaks.size())));
        return more > 0 ? told + "; and " + more + " more" : told;
    }

    private static StrictRules of(ObjectNode schema) {
        StrictRules rules = new StrictRules();
        if (schema.has("anyOf")) {
            rules.certain.add("# has anyOf at the root");
        } else if (!schema.path("type").asText().equals("object")) {
            rules.certain.add("# lacks \"type\": \"object\"");
        }
        SchemaTree.visit(schema, (place, node) -> rules.check("#" + place, node, node == schema));
        return rules;
    }

    private void check(String place, ObjectNode node, boolean root) {
        JsonNode properties = node.path("properties");
        if (SchemaTree.allows(node, "object") || properties.isObject()) {
            checkObject(place, node);
        }
        if (!root && TELLING.stream().noneMatch(node::has) && LOOSE.stream().noneMatch(node::has)) {
            certain.add(place + " does not say its type");
        }
        if (!node.has("type") && (node.has("enum") || node.has("const"))) {
            doubtful.add(place + " has values but no type");
        }
        checkMembers(place, node);
        if (SchemaTree.allows(node, "array") && !node.has("items")) {
            certain.add(place + " does not say what its items are");
        }
        LOOSE.stream().filter(node::has).sorted().forEach(keyword -> certain.add(place + " has " + keyword));
        DOUBTFUL.stream().filter(node::has).sorted().forEach(keyword -> doubtful.add(place + " has " + keyword));
        if (node.has("$ref") && node.size() > 1 && !root) {
            doubtful.add(place + " has something beside its $ref");
        }
        String format = node.path("format").asText();
        if (!format.isEmpty() && !FORMATS.contains(format)) {
            doubtful.add(place + " has the format " + format);
        }
    }

    /** Schemas that are no objects are not visited. */
    private void checkMembers(String place, ObjectNode node) {
        NAMED.forEach(keyword -> node.path(keyword)
                .properties()
                .forEach(member -> checkMember(place + "/" + keyword + "/" + member.getKey(), member.getValue())));
        JsonNode choices = node.path("anyOf");
        for (int index = 0; index < choices.size(); index++) {
            checkMember(place + "/anyOf/" + index, choices.get(index));
        }
        checkMember(place + "/items", node.path("items"));
    }

    private void checkMember(String place, JsonNode schema) {
        if (schema.isBoolean() || schema.isArray()) { // a list of items, as in draft-07
            certain.add(place + " does not say its type");
        }
    }

    private void checkObject(String place, ObjectNode node) {
        JsonNode others = node.path("additionalProperties");
        if (!others.isBoolean() || others.asBoolean()) {
            certain.add(place + " lacks \"additionalProperties\": false");
        }
        Set<String> required = new LinkedHashSet<>();
        node.path("required").forEach(name -> required.add(name.asText()));
        List<String> optional = new ArrayList<>();
        node.path("properties").properties().forEach(property -> {
            if (!required.contains(property.getKey())) {
                optional.add(property.getKey());
            }
        });
        if (!optional.isEmpty()) {
            certain.add(place + " does not require all of its properties");
        }
        required.stream()
                .filter(name -> !node.path("properties").has(name))
                .forEach(name -> certain.add(place + " requires " + name + ", which is none of its properties"));
    }
}
