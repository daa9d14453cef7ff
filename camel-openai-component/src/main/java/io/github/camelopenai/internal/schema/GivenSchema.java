// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.OpenAiRequestException;
import java.util.Locale;

/** Reads a schema from an option. Stateless. */
public final class GivenSchema {

    /** In JSON levels: a property within another one takes two. OpenAI allows ten such properties. */
    private static final int DEEPEST = 200;

    private GivenSchema() {}

    /**
     * The text of an option as a tree.
     *
     * @param option for messages
     * @param mapper whose bounds apply to the text
     * @throws OpenAiRequestException when it is not one JSON document; the message gives position and reason, and
     *     quotes nothing
     */
    public static JsonNode parse(String text, String option, ObjectMapper mapper) {
        try {
            return mapper.reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
        } catch (JsonProcessingException e) {
            throw OpenAiRequestException.refused(option + " is not JSON" + place(e.getLocation()) + ": " + fault(e)
                    + "; give the schema inline, or as resource:classpath:x or resource:file:x at the endpoint");
        }
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Jackson's own message quotes the text, which may come from a message. */
    private static String fault(JsonProcessingException failure) {
        if (failure instanceof JsonEOFException) {
            return "it ends before it is complete";
        }
        if (failure instanceof MismatchedInputException) {
            return "something follows its end";
        }
        return failure instanceof StreamConstraintsException
                ? "it is longer or deeper than can be read"
                : "it breaks the grammar";
    }

    private static boolean isDeeper(JsonNode node, int levels) {
        for (JsonNode child : node) {
            if (levels == 0 || isDeeper(child, levels - 1)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The tree, which must be an object: this component accepts no other schemas.
     *
     * @param option for the message
     * @throws OpenAiRequestException when it is something else, or too deep to be checked
     */
    public static ObjectNode object(JsonNode tree, String option) {
        if (tree instanceof ObjectNode object) {
            if (isDeeper(object, DEEPEST)) {
                throw OpenAiRequestException.refused(option + " is nested more than " + DEEPEST
                        + " levels deep, and no server takes so many; make it flatter");
            }
            return object;
        }
        String found = tree.isMissingNode()
                ? "is empty"
                : "was a JSON " + tree.getNodeType().name().toLowerCase(Locale.ROOT);
        throw OpenAiRequestException.refused(
                option + " must be a JSON object but " + found + "; give a schema with type object");
    }
}
