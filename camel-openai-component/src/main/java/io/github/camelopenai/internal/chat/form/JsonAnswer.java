// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.form;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.camelopenai.internal.json.BoundedTree;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.JsonValues;
import io.github.camelopenai.internal.json.WholeCharacters;
import io.github.camelopenai.model.JsonMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer as a JSON document. Stateless. */
public final class JsonAnswer {

    /** Servers without constrained decoding let the model put its JSON in a block of Markdown; this is how one begins. */
    private static final Pattern FENCE = Pattern.compile("```[A-Za-z0-9]*+[ \\t]*+\\R");

    private static final String END = "```";

    private static final ObjectReader TREE =
            Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final String NONE = "the answer is not a JSON document: ";

    private JsonAnswer() {}

    /** The text without spaces around it, without the one fence that it may stand in, and without halves of characters. */
    public static String withoutFence(String text) {
        String stripped = WholeCharacters.inJson(text.strip());
        Matcher fence = FENCE.matcher(stripped);
        int end = stripped.length() - END.length();
        return fence.lookingAt() && fence.end() <= end && stripped.endsWith(END)
                ? stripped.substring(fence.end(), end).strip()
                : stripped;
    }

    /** The document; a text that is none is described by the place of its fault. */
    static JsonNode parse(String document) throws AnswerMismatch {
        if (document.isEmpty()) {
            throw new AnswerMismatch(NONE + "it is empty");
        }
        try (JsonParser parser = Json.MAPPER.createParser(document)) {
            JsonNode tree = TREE.readTree(BoundedTree.counted(parser, BoundedTree.DOCUMENT));
            if (!isAtEnd(parser)) {
                throw new AnswerMismatch(NONE + "something follows its end");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw new AnswerMismatch(NONE + "it has too many values, levels or digits");
        } catch (JsonMappingException e) {
            throw new AnswerMismatch(NONE + "a property occurs twice");
        } catch (JsonProcessingException e) {
            throw new AnswerMismatch(NONE + fault(e.getLocation(), document));
        } catch (IOException e) {
            throw new UncheckedIOException("a text can always be read", e);
        }
    }

    /** The object that a document is which was parsed before. */
    static JsonMap map(String document) {
        try (JsonParser parser = Json.MAPPER.createParser(document)) {
            return JsonValues.map(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("what was read once can be read again", e);
        }
    }

    private static boolean isAtEnd(JsonParser parser) throws IOException {
        try {
            return parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Jackson's own words quote what it has read. */
    private static String fault(JsonLocation place, String document) {
        if (place == null) {
            return "it breaks the grammar";
        }
        boolean opened = document.startsWith("{") || document.startsWith("[");
        return opened && place.getCharOffset() >= document.length()
                ? "it ends before it is complete"
                : "it breaks the grammar at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }
}
