// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One piece of a streamed chat answer. Fields that a piece does not have are empty or null; JSON leaves them out.
 *
 * @param round        1 for the first answer; one more after each round of tool calls
 * @param text         the next piece of the answer's text, or an empty text
 * @param reasoning    the next piece of the model's reasoning, if the server shows it, or an empty text
 * @param toolCalls    pieces of tool calls; the tool routes are called once a round is complete
 * @param toolResults  the tools called since the last piece, and their outcomes
 * @param finishReason why the round ended: stop, length, tool_calls, content_filter; null before its end
 * @param usage        what the round used, in its last piece; null before, and if the server does not report it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChatDelta(
        @JsonProperty("round") int round,
        @JsonProperty("text") String text,
        @JsonProperty("reasoning") String reasoning,
        @JsonProperty("tool_calls") List<ToolCallDelta> toolCalls,
        @JsonProperty("tool_results") List<ToolTrace> toolResults,
        @JsonProperty("finish_reason") String finishReason,
        @JsonProperty("usage") Usage usage) {

    /**
     * A piece of a tool call.
     *
     * @param index     which call of the round it belongs to, from 0
     * @param id        in the first piece of a call, else null
     * @param name      in the first piece of a call, else null
     * @param arguments the next piece of the arguments' JSON text; never null
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ToolCallDelta(
            @JsonProperty("index") int index,
            @JsonProperty("id") String id,
            @JsonProperty("name") String name,
            @JsonProperty("arguments") String arguments) {}

    /** A piece of text and nothing else. */
    public static ChatDelta ofText(int round, String text) {
        return new ChatDelta(round, text, "", List.of(), List.of(), null, null);
    }

    /** A piece that reports tool calls. */
    public static ChatDelta ofTools(int round, List<ToolTrace> results) {
        return new ChatDelta(round, "", "", List.of(), results, null, null);
    }
}
