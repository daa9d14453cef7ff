// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * One message of a conversation.
 *
 * @param role       {@code system}, {@code developer}, {@code user}, {@code assistant} or {@code tool}
 * @param content    a text, or a list of parts as the API defines them; null beside tool calls
 * @param name       distinguishes speakers with the same role, or null
 * @param toolCalls  the calls that the assistant asks for, or null
 * @param toolCallId the call that a tool message answers, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ChatMessage(
        @JsonProperty("role") String role,
        @JsonProperty("content") Object content,
        @JsonProperty("name") String name,
        @JsonProperty("tool_calls") List<ToolCall> toolCalls,
        @JsonProperty("tool_call_id") String toolCallId) {

    /** Checks the role. */
    public ChatMessage {
        Objects.requireNonNull(role, "role");
        toolCalls = toolCalls == null ? null : List.copyOf(toolCalls);
    }

    /** The same message with another content. */
    public ChatMessage withContent(Object other) {
        return other == content ? this : new ChatMessage(role, other, name, toolCalls, toolCallId);
    }

    /** Instructions for the model. */
    public static ChatMessage system(String text) {
        return new ChatMessage("system", text, null, null, null);
    }

    /** A message of a user. */
    public static ChatMessage user(String text) {
        return new ChatMessage("user", text, null, null, null);
    }

    /** An answer of the model. */
    public static ChatMessage assistant(String text) {
        return new ChatMessage("assistant", text, null, null, null);
    }

    /** The calls that the model has asked for, to be followed by their answers. */
    public static ChatMessage assistant(List<ToolCall> toolCalls) {
        return new ChatMessage("assistant", null, null, toolCalls, null);
    }

    /** The answer to one tool call. */
    public static ChatMessage tool(String toolCallId, String result) {
        return new ChatMessage("tool", result, null, null, toolCallId);
    }
}
