// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.Usage;
import java.util.List;

/**
 * A chat answer that can be used.
 *
 * @param finishReason of the first choice
 * @param choices      at least one
 * @param raw          the JSON as it came, or null
 */
public record ChatAnswer(
        String id,
        String model,
        String finishReason,
        String serviceTier,
        Usage usage,
        List<Choice> choices,
        String raw) {

    /**
     * One choice.
     *
     * @param text      null beside calls only
     * @param reasoning what the model thought, or null
     * @param calls     what it wants to have called; empty for an answer in words
     */
    public record Choice(String text, String reasoning, List<ToolCall> calls) {}
}
