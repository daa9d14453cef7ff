// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.fuzz.Promise;
import io.github.camelopenai.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Arguments that a model wrote: a map that has what the tool needs, an instance, or words for the model. */
public final class ArgumentsTarget implements Target {

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\","
            + "\"enum\":[\"Paris\",\"Rome\"]},\"days\":{\"type\":\"integer\"},\"rate\":{\"type\":\"number\"},"
            + "\"tags\":{\"type\":\"array\"},\"more\":{\"type\":[\"object\",\"null\"]}},\"required\":[\"city\"]}";

    /** What a tool may take. */
    public record Trip(String city, int days, double rate, List<String> tags, JsonNode more) {}

    private final Arguments map;
    private final Arguments instance;

    /** A tool of both kinds. */
    public ArgumentsTarget() {
        try {
            ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(SCHEMA);
            this.map = Arguments.asMap(schema);
            this.instance = Arguments.as(Trip.class, schema, new ObjectMapper());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void run(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Arguments.Read read = map.read(text);
            Promise.holds(List.of("Paris", "Rome").contains(read.parameters().get("city")), "no city: " + read);
            Promise.holds(read.parameters().size() <= 5, "more parameters than declared");
        } catch (Arguments.Unusable e) {
            Promise.holds(!e.getMessage().isBlank(), "no words for the model");
        }
        try {
            Promise.holds(instance.read(text).body() instanceof Trip, "no instance");
        } catch (Arguments.Unusable e) {
            Promise.holds(!e.getMessage().isBlank(), "no words for the model");
        }
    }
}
