// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads a part of an answer as a tree of bounded size: a tree of small values takes thirty times the memory of its
 * text. Stateless.
 */
public final class BoundedTree {

    /** Far more than the arguments of a tool call or a reported failure have. */
    static final int PART = 100_000;

    /** Enough for a transcript of a day with the time of each word. */
    public static final int DOCUMENT = 2_000_000;

    private BoundedTree() {}

    /** The parser's current value. */
    public static JsonNode read(JsonParser parser) throws IOException {
        return read(parser, PART);
    }

    /** A whole document of at most {@link #DOCUMENT} values. */
    public static JsonNode document(byte[] json) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(json)) {
            JsonNode tree = read(parser, DOCUMENT);
            return tree == null ? MissingNode.getInstance() : tree; // an empty document
        }
    }

    /** A text as the single JSON document in it; empty if it has no document, or more than one. */
    public static Optional<JsonNode> document(String text) {
        try (JsonParser parser = Json.MAPPER.createParser(text)) {
            JsonNode root = read(parser);
            return root == null || parser.nextToken() != null ? Optional.empty() : Optional.of(root);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a text can always be read", e);
        }
    }

    private static JsonNode read(JsonParser parser, int most) throws IOException {
        return Json.MAPPER.readTree(counted(parser, most));
    }

    /** The same parser, but it fails after so many values and names. */
    public static JsonParser counted(JsonParser parser, int most) {
        return new Counted(parser, most);
    }

    private static final class Counted extends JsonParserDelegate {
        private final int most;
        private int tokens;

        Counted(JsonParser parser, int most) {
            super(parser);
            this.most = most;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            if (++tokens > most) {
                throw new StreamConstraintsException("a part of it has more than " + most + " values and names");
            }
            return delegate.nextToken();
        }

        // The parser's own implementation would bypass the count.
        @Override
        public String nextFieldName() throws IOException {
            return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
        }

        @Override
        public JsonToken nextValue() throws IOException {
            JsonToken token = nextToken();
            return token == JsonToken.FIELD_NAME ? nextToken() : token;
        }
    }
}
