// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a script wants an otherwise normal answer to say. Immutable.
 *
 * @param text         the answer of a chat, or what a transcription heard
 * @param refusal      the model declines with these words
 * @param finishReason why the model stopped
 * @param toolCalls    the tools the model wants
 * @param noChoices    the list of choices is empty
 */
public record Wording(
        Optional<String> text,
        Optional<String> refusal,
        Optional<String> finishReason,
        List<ToolCall> toolCalls,
        boolean noChoices) {

    /** Nothing special. */
    public static final Wording NORMAL =
            new Wording(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), false);

    /**
     * A function the model wants called, with its arguments as JSON text.
     *
     * @param id empty: the next number of the conversation
     */
    public record ToolCall(Optional<String> id, String name, String arguments) {
        public static ToolCall of(String name, String arguments) {
            return new ToolCall(Optional.empty(), name, arguments);
        }
    }

    boolean saysSomething() {
        return text.isPresent() || refusal.isPresent() || !toolCalls.isEmpty();
    }

    /** What another wording says; how it ends stays. */
    Wording saying(Wording other) {
        return new Wording(other.text, other.refusal, finishReason.or(other::finishReason), other.toolCalls, noChoices);
    }

    public Wording withText(String value) {
        return new Wording(Optional.of(value), refusal, finishReason, toolCalls, noChoices);
    }

    public Wording withRefusal(String value) {
        return new Wording(text, Optional.of(value), finishReason, toolCalls, noChoices);
    }

    public Wording withFinishReason(String value) {
        return new Wording(text, refusal, Optional.of(value), toolCalls, noChoices);
    }

    public Wording withToolCalls(List<ToolCall> value) {
        return new Wording(text, refusal, finishReason, List.copyOf(value), noChoices);
    }

    public Wording andToolCall(ToolCall call) {
        return withToolCalls(Stream.concat(toolCalls.stream(), Stream.of(call)).toList());
    }

    public Wording withoutChoices() {
        return new Wording(text, refusal, finishReason, toolCalls, true);
    }
}
