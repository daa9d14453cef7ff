// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.camelopenai.internal.client.call.FailureInBody;
import io.github.camelopenai.internal.json.BoundedTree;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.WholeCharacters;
import io.github.camelopenai.internal.operation.ErrorInAnswer;
import io.github.camelopenai.internal.operation.UsageParser;
import io.github.camelopenai.model.ChatDelta.ToolCallDelta;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the JSON of a chat answer token by token. Chat is the call that routes make most, and binding the whole document
 * took twice as long. Unknown fields are skipped. Not thread-safe.
 */
final class ChatAnswerParser {

    private static final ObjectReader FUNCTION_CALL = Json.MAPPER.readerFor(FunctionCall.class);

    private final JsonParser parser;
    private String id;
    private String model;
    private String serviceTier;
    private Usage usage;
    private final ErrorInAnswer told = new ErrorInAnswer();
    private final List<WireChoice> choices = new ArrayList<>(1);
    private final int most;
    private long characters;

    private ChatAnswerParser(JsonParser parser, int most) {
        this.parser = parser;
        this.most = most;
    }

    /**
     * The answer as the API writes it; what it does not say is null.
     *
     * @param told a failure that is told under a status that says yes
     */
    record Wire(
            String id,
            String model,
            List<WireChoice> choices,
            Usage usage,
            String serviceTier,
            Optional<FailureInBody> told) {}

    /**
     * One answer.
     *
     * @param index its place; null where the server does not say
     */
    record WireChoice(MessageContent message, String finishReason, Long index) {}

    record MessageContent(String text, String reasoning, String refusal, List<ToolCall> toolCalls) {}

    /** The form of a call before tools, which compatible servers may still send; it has no id. */
    private record FunctionCall(
            @JsonProperty("name") String name,
            @JsonProperty("arguments") String arguments) {}

    /**
     * @param most how many choices there may be
     */
    static Wire parse(JsonParser parser, int most) throws IOException {
        ChatAnswerParser answer = new ChatAnswerParser(parser, most);
        JsonToken start = parser.nextToken();
        boolean inArray = start == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.START_OBJECT;
        if (start == JsonToken.START_OBJECT || inArray) { // some servers send failures in an array
            answer.readRoot();
        } else if (start != JsonToken.VALUE_NULL) {
            throw new JsonParseException(parser, "an object was expected");
        }
        Optional<FailureInBody> failure = answer.told.failure();
        if (inArray && failure.isEmpty()) {
            throw new JsonParseException(parser, "an object was expected");
        }
        return new Wire(answer.id, answer.model, answer.choices, answer.usage, answer.serviceTier, failure);
    }

    private void readRoot() throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "id" -> id = text(value);
                case "model" -> model = text(value);
                case "service_tier" -> serviceTier = text(value);
                case "usage" -> usage = UsageParser.read(parser);
                case "choices" -> readChoices(value);
                default -> told.take(field, parser);
            }
        }
    }

    private void readChoices(JsonToken start) throws IOException {
        if (start != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.START_OBJECT) {
                parser.skipChildren();
            } else if (choices.size() == most) {
                throw new StreamConstraintsException("it has more than " + most + " choices");
            } else {
                choices.add(readChoice());
            }
        }
    }

    private WireChoice readChoice() throws IOException {
        MessageContent message = null;
        String finishReason = null;
        Long index = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "index" -> index = value == JsonToken.VALUE_NUMBER_INT ? place() : skipped();
                case "finish_reason" -> finishReason = text(value);
                case "message" -> message = value == JsonToken.START_OBJECT ? readMessage() : skipped();
                default -> parser.skipChildren();
            }
        }
        return new WireChoice(message, finishReason, index);
    }

    private Long place() throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? Long.valueOf(-1) : parser.getLongValue();
    }

    private MessageContent readMessage() throws IOException {
        String text = null;
        String reasoning = null;
        String details = null;
        String refusal = null;
        List<ToolCall> calls = List.of();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "content" -> {
                    if (value == JsonToken.START_ARRAY) { // some compatible servers send a list of parts
                        ContentParts parts = ContentParts.of(BoundedTree.read(parser));
                        text = parts.text();
                        reasoning = orBefore(parts.reasoning(), reasoning);
                    } else {
                        text = text(value);
                    }
                }
                case "reasoning_content", "reasoning" -> reasoning = orBefore(text(value), reasoning);
                case "reasoning_details" -> details = ContentParts.ofDetails(BoundedTree.read(parser));
                case "refusal" -> refusal = text(value);
                case "tool_calls" -> calls = value == JsonToken.START_ARRAY ? readCalls() : calls;
                case "function_call" -> calls = value == JsonToken.START_OBJECT ? functionCall() : calls;
                default -> parser.skipChildren();
            }
        }
        return new MessageContent(whole(text), whole(orBefore(reasoning, details)), whole(refusal), calls);
    }

    private String whole(String text) throws StreamConstraintsException {
        return text == null ? null : counted(WholeCharacters.of(text));
    }

    /** A text may be long; many long ones may not. */
    private String counted(String text) throws StreamConstraintsException {
        characters += text.length();
        if (characters > Json.MAX_TEXT) {
            throw new StreamConstraintsException("its texts have more than " + Json.MAX_TEXT + " characters in sum");
        }
        return text;
    }

    /** Some servers say the same thought under two names, one of which may be empty. */
    private static String orBefore(String now, String before) {
        return now == null || now.isEmpty() ? before : now;
    }

    private List<ToolCall> readCalls() throws IOException {
        List<ToolCall> calls = new ArrayList<>(1);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            ToolCallDelta call = ChunkParser.nextCall(parser, calls.size());
            calls.add(new ToolCall(call.id(), call.name(), counted(WholeCharacters.of(call.arguments()))));
        }
        return calls;
    }

    private List<ToolCall> functionCall() throws IOException {
        FunctionCall call = FUNCTION_CALL.readValue(parser);
        return List.of(new ToolCall(null, call.name(), whole(call.arguments())));
    }

    private String text(JsonToken value) throws IOException {
        return value.isScalarValue() ? parser.getValueAsString() : skipped();
    }

    private <T> T skipped() throws IOException {
        parser.skipChildren();
        return null;
    }
}
