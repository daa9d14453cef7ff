// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.client.ReplyHead;
import io.github.camelopenai.internal.client.ReplyReader;
import io.github.camelopenai.internal.operation.ChatAnswerParser.Choice;
import io.github.camelopenai.internal.operation.ChatAnswerParser.Content;
import io.github.camelopenai.internal.operation.ChatAnswerParser.Wire;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads a chat answer, and refuses one that only looks whole. Immutable. */
final class ChatAnswerReader implements ReplyReader<ChatAnswer> {

    private static final ObjectReader DOCUMENT =
            Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final boolean json;
    private final boolean keepRaw;

    /**
     * @param json    whether the text must be a JSON document
     * @param keepRaw whether the answer as it came is wanted too
     */
    ChatAnswerReader(boolean json, boolean keepRaw) {
        this.json = json;
        this.keepRaw = keepRaw;
    }

    @Override
    public ChatAnswer read(ReplyHead head, InputStream body) throws IOException {
        byte[] raw = keepRaw ? FullResponse.read(body) : null;
        Wire wire;
        try (JsonParser parser = keepRaw ? Json.MAPPER.createParser(raw) : Json.MAPPER.createParser(body)) {
            wire = ChatAnswerParser.parse(parser);
        }
        if (wire.choices().isEmpty()) {
            throw UnusableAnswer.because(head, "the answer has no choices");
        }
        List<Object> bodies =
                wire.choices().stream().map(choice -> body(head, choice)).toList();
        return new ChatAnswer(
                wire.id(),
                wire.model(),
                wire.choices().get(0).finishReason(),
                wire.serviceTier(),
                wire.usage() == null ? Usage.UNKNOWN : wire.usage(),
                bodies.size() == 1 ? bodies.get(0) : bodies,
                keepRaw ? FullResponse.text(raw) : null);
    }

    private Object body(ReplyHead head, Choice choice) {
        Content message = choice.message();
        if (message == null) {
            throw UnusableAnswer.because(head, "a choice of the answer has no message");
        }
        List<ToolCall> calls = message.toolCalls();
        if (!calls.isEmpty() && "length".equals(choice.finishReason())) {
            throw UnusableAnswer.because(
                    head, "the tool calls were cut at the token limit (finish reason length); raise maxTokens");
        }
        if (!calls.isEmpty()) {
            return calls;
        }
        if (message.refusal() != null && !message.refusal().isEmpty()) {
            throw OpenAiResponseException.refused(message.refusal(), UnusableAnswer.details(head));
        }
        return text(head, message.text(), choice.finishReason());
    }

    private String text(ReplyHead head, String text, String finishReason) {
        boolean cut = "length".equals(finishReason);
        if (text == null || text.isEmpty() && !"stop".equals(finishReason)) {
            throw UnusableAnswer.because(
                    head,
                    "the answer has no text (finish reason " + finishReason + ")"
                            + (cut ? "; raise maxTokens: a reasoning model may have spent them all on thinking" : ""));
        }
        if (json && cut) {
            throw UnusableAnswer.because(
                    head, "the JSON answer was cut at the token limit (finish reason length); raise maxTokens");
        }
        if (json) {
            checkJson(head, text);
        }
        return text;
    }

    private static void checkJson(ReplyHead head, String text) {
        if (!isDocument(text)) {
            throw UnusableAnswer.because(head, "responseFormat=json_object, but the answer is not a JSON document");
        }
    }

    private static boolean isDocument(String text) {
        try {
            return !DOCUMENT.readTree(text).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
