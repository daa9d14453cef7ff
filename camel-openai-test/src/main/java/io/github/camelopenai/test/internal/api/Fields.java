// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The fields of a JSON request, read with the API's own complaints. JSON null counts as absent. Immutable. */
final class Fields {
    private final JsonNode body;
    private final String prefix;

    Fields(JsonNode body) {
        this(body, "");
        if (!body.isObject()) {
            throw ApiError.malformedJson();
        }
    }

    private Fields(JsonNode body, String prefix) {
        this.body = body;
        this.prefix = prefix;
    }

    /** The fields of an object somewhere inside of the request; complaints name the whole path. */
    static Fields in(JsonNode object, String at) {
        if (object.isMissingNode()) {
            throw ApiError.missing(at);
        }
        if (!object.isObject()) {
            throw ApiError.wrongType(at, "an object", kind(object));
        }
        return new Fields(object, at + ".");
    }

    /** The fields of an object that must be there. */
    Fields object(String name) {
        return in(body.path(name), at(name));
    }

    boolean has(String name) {
        return body.hasNonNull(name);
    }

    JsonNode node(String name) {
        return body.path(name);
    }

    String model() {
        return text("model")
                .filter(model -> !model.isBlank())
                .orElseThrow(() -> ApiError.invalid("you must provide a model parameter", null, null));
    }

    String requiredText(String name) {
        return text(name).orElseThrow(() -> ApiError.missing(at(name)));
    }

    Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!body.get(name).isTextual()) {
            throw ApiError.wrongType(at(name), "a string", kind(body.get(name)));
        }
        return Optional.of(body.get(name).textValue());
    }

    Optional<String> oneOf(String name, Collection<String> allowed) {
        Optional<String> value = text(name);
        value.filter(got -> !allowed.contains(got)).ifPresent(got -> {
            throw ApiError.wrongValue(at(name), got, allowed);
        });
        return value;
    }

    boolean flag(String name) {
        if (has(name) && !body.get(name).isBoolean()) {
            throw ApiError.wrongType(at(name), "a boolean", kind(body.get(name)));
        }
        return body.path(name).booleanValue();
    }

    OptionalDouble decimal(String name, double least, double most) {
        if (!has(name)) {
            return OptionalDouble.empty();
        }
        JsonNode node = body.get(name);
        if (!node.isNumber()) {
            throw ApiError.wrongType(at(name), "a decimal", kind(node));
        }
        checkRange(at(name), "decimal", node, least, most);
        return OptionalDouble.of(node.doubleValue());
    }

    OptionalInt integer(String name, int least, int most) {
        if (!has(name)) {
            return OptionalInt.empty();
        }
        JsonNode node = body.get(name);
        if (!node.isIntegralNumber()) {
            throw ApiError.wrongType(at(name), "an integer", kind(node));
        }
        checkRange(at(name), "integer", node, least, most);
        return OptionalInt.of(node.intValue());
    }

    String at(String name) {
        return prefix + name;
    }

    private static void checkRange(String name, String type, JsonNode node, double least, double most) {
        double value = node.doubleValue();
        if (value < least || value > most) {
            boolean below = value < least;
            String limit = plain(below ? least : most);
            throw ApiError.invalid(
                    "Invalid '%s': %s %s value. Expected a value %s %s, but got %s instead."
                            .formatted(
                                    name,
                                    type,
                                    below ? "below minimum" : "above maximum",
                                    below ? ">=" : "<=",
                                    limit,
                                    node.asText()),
                    name,
                    type + (below ? "_below_min_value" : "_above_max_value"));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> node.isEmpty() ? "an empty array" : "an array";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case BOOLEAN -> "a boolean";
            case NUMBER -> node.isIntegralNumber() ? "an integer" : "a decimal";
            default -> "null";
        };
    }
}
