// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of a conversation. Immutable.
 *
 * @param text        the text of the content, its parts joined
 * @param attachments the parts that are not text, in words
 */
record ChatMessage(String role, String text, List<String> attachments) {
    /** A small image; how large it really is, only the model knows. */
    private static final long TOKENS_PER_ATTACHMENT = 85;

    static List<ChatMessage> read(JsonNode messages, List<String> roles) {
        if (messages.isMissingNode() || messages.isNull()) {
            throw ApiError.missing("messages");
        }
        if (!messages.isArray()) {
            throw ApiError.wrongType("messages", "an array of objects", Fields.kind(messages));
        }
        if (messages.isEmpty()) {
            throw ApiError.invalid(
                    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array"
                            + " instead.",
                    "messages",
                    "empty_array");
        }
        List<ChatMessage> read = new ArrayList<>();
        for (JsonNode message : messages) {
            read.add(read(message, "messages[" + read.size() + "]", roles));
        }
        return List.copyOf(read);
    }

    static String lastOf(List<ChatMessage> messages, String role) {
        String last = "";
        for (ChatMessage message : messages) {
            last = message.role().equals(role) ? message.inWords() : last;
        }
        return last;
    }

    /** The text, and what the other parts are. */
    String inWords() {
        String others = String.join(" ", attachments);
        return text.isEmpty() ? others : others.isEmpty() ? text : text + " " + others;
    }

    long tokens() {
        return TokenCount.of(text) + attachments.size() * TOKENS_PER_ATTACHMENT;
    }

    private static ChatMessage read(JsonNode message, String at, List<String> roles) {
        if (!message.isObject()) {
            throw ApiError.wrongType(at, "an object", Fields.kind(message));
        }
        if (!message.hasNonNull("role")) {
            throw ApiError.missing(at + ".role");
        }
        String role = message.get("role").asText();
        if (!roles.contains(role)) {
            throw ApiError.wrongValue(at + ".role", role, roles);
        }
        if (role.equals("tool") && !message.hasNonNull("tool_call_id")) {
            throw ApiError.missing(at + ".tool_call_id");
        }
        boolean callsTools = message.hasNonNull("tool_calls") || message.hasNonNull("function_call");
        if (!message.hasNonNull("content") && !(role.equals("assistant") && callsTools)) {
            throw ApiError.wrongType(at + ".content", "one of a string or array of objects", "null");
        }
        return content(role, message.path("content"), at);
    }

    private static ChatMessage content(String role, JsonNode content, String at) {
        if (content.isMissingNode() || content.isNull()) {
            return new ChatMessage(role, "", List.of());
        }
        if (content.isTextual()) {
            return new ChatMessage(role, content.textValue(), List.of());
        }
        if (!content.isArray()) {
            throw ApiError.wrongType(at + ".content", "one of a string or array of objects", Fields.kind(content));
        }
        return ContentParts.read(role, content, at);
    }
}
