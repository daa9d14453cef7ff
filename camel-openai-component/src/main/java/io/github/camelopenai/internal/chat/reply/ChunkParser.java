// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.internal.json.BoundedTree;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.WholeNumber;
import io.github.camelopenai.internal.operation.UsageParser;
import io.github.camelopenai.model.ChatDelta.ToolCallDelta;
import io.github.camelopenai.model.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one event of a streamed chat answer token by token; an answer has hundreds. Reads the form of the API and what
 * compatible servers make of it. Unknown fields are skipped. Not thread-safe; used again for the next event.
 */
final class ChunkParser {

    /** In one list; a model asks for a few. */
    private static final int MOST_CALLS = 1_000;

    private JsonParser parser;
    private String piece; // the field of a choice that holds what is new; some servers send both, one of them repeating
    private String id;
    private String model;
    private String serviceTier;
    private long createdSeconds;
    private Usage usage;
    private String text = "";
    private String reasoning = "";
    private String refusal;
    private String finishReason;
    private List<ToolCallDelta> calls = List.of();
    private String details = ""; // thoughts in the form that counts only where the answer has no other
    private boolean thinksPlainly;
    private boolean error;

    /** Reads an event; its parts are asked for afterwards. */
    void read(byte[] bytes, int length) throws IOException {
        read(bytes, length, "delta");
    }

    /** Reads a whole answer as if it were one event. */
    void readWhole(byte[] bytes) throws IOException {
        read(bytes, bytes.length, "message");
    }

    private void read(byte[] bytes, int length, String pieceField) throws IOException {
        piece = pieceField;
        usage = null;
        text = "";
        reasoning = "";
        refusal = null;
        finishReason = null;
        calls = List.of();
        details = "";
        error = false;
        try (JsonParser opened = Json.MAPPER.createParser(bytes, 0, length)) {
            parser = opened;
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                readRoot();
            }
        }
    }

    /** The answer's id, once an event has named it. */
    String id() {
        return id;
    }

    String model() {
        return model;
    }

    String serviceTier() {
        return serviceTier;
    }

    /** When the answer began, in seconds since 1970; 0 where the server does not say. */
    long createdSeconds() {
        return createdSeconds;
    }

    /** Null in most events. */
    Usage usage() {
        return usage;
    }

    String text() {
        return text;
    }

    String reasoning() {
        return thinksPlainly ? reasoning : details;
    }

    /** Null where the model does not refuse. */
    String refusal() {
        return refusal;
    }

    /** Null in most events. */
    String finishReason() {
        return finishReason;
    }

    List<ToolCallDelta> calls() {
        return calls;
    }

    /** Whether the event tells of a failure rather than bringing a piece. */
    boolean isError() {
        return error;
    }

    /** Whether it brings nothing of an answer. */
    boolean isSilent() {
        return text.isEmpty() && reasoning.isEmpty() && refusal == null && finishReason == null && calls.isEmpty();
    }

    private void readRoot() throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "id" -> id = first(value, id);
                case "model" -> model = first(value, model);
                case "created" -> createdSeconds = whole(createdSeconds);
                case "service_tier" -> serviceTier = last(value, serviceTier);
                case "choices" -> readChoices(value);
                case "usage" -> readUsage();
                case "x_groq" -> readGroq(value);
                case "error" -> {
                    error |= value != JsonToken.VALUE_NULL;
                    parser.skipChildren();
                }
                case "object" ->
                    error |= "error".equals(text(value)); // its words stand beside it, in no object of their own
                default -> parser.skipChildren();
            }
        }
    }

    private boolean isLong(JsonToken value) throws IOException {
        return value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    /** What every event repeats: named once, it is not read again. */
    private String first(JsonToken value, String before) throws IOException {
        if (before != null) {
            parser.skipChildren();
            return before;
        }
        return last(value, null);
    }

    /** What a later event may know better. */
    private String last(JsonToken value, String before) throws IOException {
        String now = text(value);
        return now == null || now.isEmpty() || now.equals(before) ? before : now;
    }

    private long whole(long otherwise) throws IOException {
        Long value = WholeNumber.read(parser);
        return value == null ? otherwise : value;
    }

    private void readUsage() throws IOException {
        Usage told = UsageParser.read(parser);
        usage = told == null ? usage : told;
    }

    private void readGroq(JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (field.equals("usage")) {
                readUsage();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readChoices(JsonToken start) throws IOException {
        if (start != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                readChoice();
            } else {
                parser.skipChildren();
            }
        }
    }

    /** A stream brings the first choice; a server that sends others all the same must not mix them into it. */
    private void readChoice() throws IOException {
        boolean other = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (field.equals("index")) {
                other = value == JsonToken.VALUE_NUMBER_INT && !(isLong(value) && parser.getLongValue() == 0);
            } else if (field.equals(piece) && !other) {
                readPiece(value);
            } else if (field.equals("finish_reason") && !other) {
                finishReason = orEmpty(text(value), finishReason);
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Not so for numbers beyond all bounds, which the parser refuses to read as one. */
    private void readPiece(JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "content" -> readContent(value);
                case "reasoning_content", "reasoning" -> think(text(value));
                case "reasoning_details" -> details = ContentParts.ofDetails(BoundedTree.read(parser));
                case "refusal" -> refusal = text(value);
                case "tool_calls" -> readCalls(value);
                case "function_call" -> readFunctionCall(value);
                default -> parser.skipChildren();
            }
        }
    }

    /** Content is a text; some compatible servers send a list of parts, thoughts among them. */
    private void readContent(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            text = orEmpty(text(value), "");
            return;
        }
        ContentParts parts = ContentParts.of(BoundedTree.read(parser));
        text = parts.text();
        think(parts.reasoning());
    }

    /** Some servers say the same thought under two names, one of which may be empty. */
    private void think(String thought) {
        if (thought != null && !thought.isEmpty()) {
            reasoning = thought;
            thinksPlainly = true;
        }
    }

    private void readCalls(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        List<ToolCallDelta> read = new ArrayList<>(1);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            read.add(nextCall(parser, read.size()));
        }
        calls = read;
    }

    /** The call that the parser stands at, in a list of no more than {@link #MOST_CALLS}. */
    static ToolCallDelta nextCall(JsonParser parser, int place) throws IOException {
        if (place == MOST_CALLS) {
            throw new StreamConstraintsException("it has more than " + MOST_CALLS + " tool calls");
        }
        return callOf(BoundedTree.read(parser), place);
    }

    /**
     * A tool call, or a piece of one; a custom tool's input counts as its arguments.
     *
     * @param place its index, unless it says another
     */
    private static ToolCallDelta callOf(JsonNode call, int place) {
        JsonNode function = call.path(call.hasNonNull("custom") ? "custom" : "function");
        return new ToolCallDelta(
                call.path("index").asInt(place),
                call.path("id").asText(null),
                function.path("name").asText(null),
                written(function.path(function.has("input") ? "input" : "arguments")));
    }

    /** The text of arguments; some servers send the object itself. */
    private static String written(JsonNode arguments) {
        return arguments.isContainerNode() ? arguments.toString() : arguments.asText("");
    }

    private void readFunctionCall(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        JsonNode call = BoundedTree.read(parser);
        calls = List.of(new ToolCallDelta(0, null, call.path("name").asText(null), written(call.path("arguments"))));
    }

    private static String orEmpty(String now, String before) {
        return now == null ? before : now;
    }

    private String text(JsonToken value) throws IOException {
        if (value.isScalarValue()) {
            return value == JsonToken.VALUE_NULL ? null : parser.getText();
        }
        parser.skipChildren();
        return null;
    }
}
