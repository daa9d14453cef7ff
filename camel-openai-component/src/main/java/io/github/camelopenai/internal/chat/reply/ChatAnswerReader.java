// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import com.fasterxml.jackson.core.JsonParser;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.chat.reply.ChatAnswer.Choice;
import io.github.camelopenai.internal.chat.reply.ChatAnswerParser.MessageContent;
import io.github.camelopenai.internal.chat.reply.ChatAnswerParser.Wire;
import io.github.camelopenai.internal.chat.reply.ChatAnswerParser.WireChoice;
import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.client.call.ReplyReader;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.operation.FullResponse;
import io.github.camelopenai.internal.operation.UnusableAnswer;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Reads a chat answer, and refuses one that only looks whole. Immutable. */
public final class ChatAnswerReader implements ReplyReader<ChatAnswer> {

    private static final int MOST = 128;

    private final boolean json;
    private final boolean keepRaw;
    private final int most;

    /** For a request whose number of choices is not known: as many as the API makes at once, in the order in which they come. */
    public ChatAnswerReader(boolean json, boolean keepRaw) {
        this(json, keepRaw, MOST);
    }

    /**
     * @param json     whether the text must be a JSON document
     * @param keepRaw  whether the answer as it came is wanted too
     * @param expected how many choices were asked for
     */
    public ChatAnswerReader(boolean json, boolean keepRaw, int expected) {
        this.json = json;
        this.keepRaw = keepRaw;
        this.most = Math.max(MOST, expected); // a server that sends one more has been paid for it
    }

    @Override
    public ChatAnswer read(ReplyHead head, InputStream body) throws IOException {
        byte[] raw = keepRaw ? FullResponse.read(body) : null;
        Wire wire;
        try (JsonParser parser = keepRaw ? Json.MAPPER.createParser(raw) : Json.MAPPER.createParser(body)) {
            wire = ChatAnswerParser.parse(parser, most);
        }
        if (wire.choices().isEmpty()) {
            if (wire.told().isPresent()) {
                throw wire.told().get();
            }
            throw UnusableAnswer.because(head, "the answer has no choices");
        }
        List<WireChoice> inOrder = inOrder(wire.choices());
        List<Choice> choices =
                inOrder.stream().map(choice -> read(head, choice)).toList();
        return new ChatAnswer(
                wire.id(),
                wire.model(),
                inOrder.get(0).finishReason(),
                wire.serviceTier(),
                wire.usage() == null ? Usage.UNKNOWN : wire.usage(),
                choices,
                keepRaw ? FullResponse.text(raw) : null);
    }

    /** By their places; as they have come where a server names no places, or one of them twice. */
    private static List<WireChoice> inOrder(List<WireChoice> arrived) {
        long places = arrived.stream()
                .map(WireChoice::index)
                .filter(Objects::nonNull)
                .distinct()
                .count();
        return places < arrived.size()
                ? arrived
                : arrived.stream()
                        .sorted(Comparator.comparing(WireChoice::index))
                        .toList();
    }

    private Choice read(ReplyHead head, WireChoice choice) {
        MessageContent message = choice.message();
        if (message == null) {
            throw UnusableAnswer.because(head, "a choice of the answer has no message");
        }
        List<ToolCall> calls = message.toolCalls();
        if (!calls.isEmpty() && "length".equals(choice.finishReason())) {
            throw UnusableAnswer.because(
                    head, "the tool calls were cut at the token limit (finish reason length); raise maxTokens");
        }
        ThinkTags.Part text = message.text() == null ? new ThinkTags.Part("", null) : ThinkTags.split(message.text());
        String reasoning = message.reasoning() == null ? text.reasoning() : message.reasoning() + text.reasoning();
        if (calls.isEmpty()) {
            check(head, message, text.answer(), choice.finishReason());
        }
        return new Choice(text.answer(), reasoning.isEmpty() ? null : reasoning, calls);
    }

    private void check(ReplyHead head, MessageContent message, String text, String finishReason) {
        if (message.refusal() != null && !message.refusal().isEmpty()) {
            throw OpenAiResponseException.refused(message.refusal(), UnusableAnswer.details(head));
        }
        if (text == null || text.isEmpty() && !"stop".equals(finishReason)) {
            throw UnusableAnswer.withoutText(head, finishReason);
        }
        if (json) {
            UnusableAnswer.refuseCutJson(head, finishReason);
        }
    }
}
