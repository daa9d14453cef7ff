// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer as a JSON document. Stateless. */
final class JsonAnswer {

    /** Servers without constrained decoding let the model put its JSON in a block of Markdown. */
    private static final Pattern FENCED =
            Pattern.compile("```[A-Za-z0-9]*[ \\t]*\\R(.*?)\\R?[ \\t]*```", Pattern.DOTALL);

    private static final ObjectReader DOCUMENT = Json.MAPPER
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private JsonAnswer() {}

    /** The text without spaces around it, and without the one fence that it may stand in. */
    static String withoutFence(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("```")) {
            return stripped;
        }
        Matcher fenced = FENCED.matcher(stripped);
        return fenced.matches() ? fenced.group(1).strip() : stripped;
    }

    /** The document; a text that is none is described by the place of its fault. */
    static JsonNode parse(String document) throws Misfit {
        JsonNode tree;
        try {
            tree = DOCUMENT.readTree(document);
        } catch (JsonProcessingException e) {
            throw new Misfit("the answer is not a JSON document: " + fault(e));
        }
        if (tree.isMissingNode()) {
            throw new Misfit("the answer is not a JSON document: it is empty");
        }
        return tree;
    }

    /** Jackson's own words quote what it has read. */
    private static String fault(JsonProcessingException failure) {
        if (failure instanceof JsonEOFException) {
            return "it ends before it is complete";
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return mismatch.getPath().isEmpty() ? "something follows its end" : "a property occurs twice";
        }
        JsonLocation place = failure.getLocation();
        return place == null
                ? "it breaks the grammar"
                : "it breaks the grammar at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }
}
