// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.harrel.jsonschema.Error;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Describes why a document does not match its schema. The validator's messages quote the document; these name only its
 * places and keywords of the schema. Used once.
 */
final class SchemaProblems {

    private static final int MAX_SHOWN = 200;
    /** An answer with more errors needs no complete list, and sorting takes the square of their number. */
    private static final int MAX_ERRORS = 1_000;

    private final JsonNode schema;
    private final JsonNode document;
    private final AnswerPath path;

    SchemaProblems(JsonNode schema, JsonNode document, AnswerPath path) {
        this.schema = schema;
        this.document = document;
        this.path = path;
    }

    List<String> describe(List<Error> errors) {
        List<Error> told = new ArrayList<>(errors.subList(0, Math.min(MAX_ERRORS, errors.size())));
        // From the outer choice to the inner: an inner choice that the outer one drops need not be checked again.
        List.copyOf(told).stream()
                .filter(SchemaProblems::isChoice)
                .sorted((one, other) -> one.getEvaluationPath().length()
                        - other.getEvaluationPath().length())
                .filter(told::contains)
                .forEach(choice -> settle(choice, told));
        Set<String> problems = new LinkedHashSet<>();
        told.forEach(error -> describe(error, problems));
        return List.copyOf(problems);
    }

    private static boolean isChoice(Error error) {
        return "anyOf".equals(error.getKeyword()) || "oneOf".equals(error.getKeyword());
    }

    /**
     * For a choice that failed, only the branch for the value's type counts: given an object and the branches null and
     * object, it is the object branch. If there is not exactly one such branch, only the choice itself is reported.
     */
    private void settle(Error choice, List<Error> told) {
        Map<String, List<Error>> branches = new TreeMap<>();
        String inside = choice.getEvaluationPath() + "/";
        told.stream()
                .filter(error -> error.getEvaluationPath().startsWith(inside))
                .forEach(error -> branches.computeIfAbsent(branch(error, inside), any -> new ArrayList<>())
                        .add(error));
        List<List<Error>> likely = branches.values().stream()
                .filter(branch -> branch.stream().noneMatch(error -> isOtherKind(error, choice)))
                .toList();
        told.removeIf(error -> error.getEvaluationPath().startsWith(inside));
        if (likely.size() == 1) {
            told.remove(choice);
            told.addAll(likely.get(0));
        }
    }

    private static String branch(Error error, String inside) {
        String rest = error.getEvaluationPath().substring(inside.length());
        int end = rest.indexOf('/');
        return end < 0 ? rest : rest.substring(0, end);
    }

    /** A value of another type, or an object whose discriminator names another branch. */
    private boolean isOtherKind(Error error, Error choice) {
        String inside = error.getInstanceLocation()
                .substring(choice.getInstanceLocation().length());
        return switch (String.valueOf(error.getKeyword())) {
            case "type" -> inside.isEmpty();
            case "const" -> inside.lastIndexOf('/') <= 0;
            case "enum" ->
                inside.lastIndexOf('/') <= 0 && schemaOf(error).path("enum").size() == 1;
            default -> false;
        };
    }

    private void describe(Error error, Set<String> problems) {
        String place = path.of(error.getInstanceLocation(), document);
        String keyword = error.getKeyword();
        JsonNode rule = schemaOf(error).path(keyword == null ? "" : keyword);
        if (keyword == null) { // a property whose schema is false
            problems.add(parent(error) + " has a property that is not in the schema");
        } else if (keyword.equals("required")) {
            JsonNode object = document.at(error.getInstanceLocation());
            rule.forEach(name -> {
                if (!object.has(name.asText())) {
                    problems.add(place + "." + name.asText() + " is missing");
                }
            });
        } else {
            problems.add(place + " " + rule(keyword, rule));
        }
    }

    private static String rule(String keyword, JsonNode value) {
        return switch (keyword) {
            case "type" -> "must be " + joined(value, " or ");
            case "enum" -> "must be one of " + joined(value, ", ");
            case "const" -> "must be " + shown(value.toString());
            case "anyOf", "oneOf" -> "has none of the forms that the schema allows";
            default -> "breaks the rule " + keyword + (value.isValueNode() ? " " + shown(value.toString()) : "");
        };
    }

    private static String joined(JsonNode values, String separator) {
        return values.isArray()
                ? shown(StreamSupport.stream(values.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(separator)))
                : values.asText();
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    private String parent(Error error) {
        JsonPointer place = JsonPointer.compile(error.getInstanceLocation());
        return path.of(place.head() == null ? "" : place.head().toString(), document);
    }

    /** The schema that was violated; missing if it is in a part with its own id. */
    private JsonNode schemaOf(Error error) {
        String location = error.getSchemaLocation();
        int fragment = location.indexOf('#');
        String pointer = fragment < 0 ? "" : location.substring(fragment + 1);
        return pointer.isEmpty() || pointer.startsWith("/") ? schema.at(pointer) : MissingNode.getInstance();
    }
}
