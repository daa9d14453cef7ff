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

    private GivenSchema() {}

    /**
     * The text of an option as a tree.
     *
     * @param option for messages
     * @param mapper whose bounds hold for the text
     * @throws OpenAiRequestException when it is not one JSON document; the message says where and why, and quotes nothing
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

    /** Jackson's own words quote the text, which a message may have brought. */
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

    /**
     * A tree that must be an object, as schemas are here.
     *
     * @param option for the message
     * @throws OpenAiRequestException when it is something else
     */
    public static ObjectNode object(JsonNode tree, String option) {
        if (tree instanceof ObjectNode object) {
            return object;
        }
        String found = tree.isMissingNode()
                ? "is empty"
                : "was a JSON " + tree.getNodeType().name().toLowerCase(Locale.ROOT);
        throw OpenAiRequestException.refused(
                option + " must be a JSON object but " + found + "; give a schema with type object");
    }
}
