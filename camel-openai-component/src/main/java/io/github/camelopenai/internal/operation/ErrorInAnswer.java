// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.internal.client.call.FailureInBody;
import io.github.camelopenai.internal.json.BoundedTree;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.ShortenedValue;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Collects what an answer with a good status says of a failure, while its JSON is read. The forms are those of the API and of
 * compatible servers. Not thread-safe.
 */
public final class ErrorInAnswer {

    private static final Set<String> FIELDS =
            Set.of("error", "object", "message", "msg", "detail", "type", "code", "param", "status", "status_code");

    private final ObjectNode seen = Json.MAPPER.createObjectNode();

    /** Takes the value of a field that the answer itself does not need; the parser stands at the value. */
    public void take(String field, JsonParser parser) throws IOException {
        if (FIELDS.contains(field)) {
            seen.set(field, new ShortenedValue().read(parser, 0));
        } else {
            parser.skipChildren();
        }
    }

    /** The failure; empty where none is told. */
    public Optional<FailureInBody> failure() {
        return isTold(seen) ? Optional.of(new FailureInBody(Json.bytes(seen))) : Optional.empty();
    }

    /** The failure that a whole document tells; empty where it tells none. */
    public static Optional<FailureInBody> of(JsonNode document) {
        JsonNode root = document.isArray() ? document.path(0) : document;
        return isTold(root) ? Optional.of(new FailureInBody(Json.bytes(root))) : Optional.empty();
    }

    /** The failure that a text tells which is nothing but a document with the key {@code error}; else empty. */
    public static Optional<FailureInBody> ofText(String text) {
        String stripped = stripped(text);
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return Optional.empty();
        }
        return BoundedTree.document(stripped).flatMap(root -> {
            JsonNode first = root.isArray() ? root.path(0) : root;
            boolean said = isSaid(first.path("error"))
                    || "error".equals(first.path("object").asText());
            return said ? of(root) : Optional.empty();
        });
    }

    /** A text without spaces around it, and without the mark of UTF-8 that may begin it. */
    public static String stripped(String text) {
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
    }

    private static boolean isTold(JsonNode root) {
        return isSaid(root.path("error"))
                || isSaid(root.path("detail"))
                || "error".equals(root.path("object").asText())
                || (isSaid(root.path("message")) || isSaid(root.path("msg"))) && hasErrorKind(root);
    }

    /** Some servers write the field also where there is nothing to say. */
    private static boolean isSaid(JsonNode value) {
        if (value.isTextual()) {
            return !value.textValue().isBlank();
        }
        return value.isContainerNode() ? !value.isEmpty() : value.isNumber() ? value.asInt() != 0 : value.asBoolean();
    }

    private static boolean hasErrorKind(JsonNode root) {
        for (String field : new String[] {"status", "status_code", "code"}) {
            int number = root.path(field).asInt(0);
            if (number >= 400 && number < 600) {
                return true;
            }
        }
        return root.path("type").asText().toLowerCase(Locale.ROOT).contains("error");
    }
}
