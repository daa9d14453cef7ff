// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.ToolTrace;
import java.util.Optional;

/**
 * How one tool call ended. Immutable.
 *
 * @param call         what the model asked for
 * @param text         what the model is told, whatever the outcome
 * @param outcome      how it ended
 * @param milliseconds how long it took
 * @param failure      what a route can be failed with; there is one just when {@link ToolOutcome#isFailure()}
 */
public record ToolResult(
        ToolCall call, String text, ToolOutcome outcome, long milliseconds, Optional<Throwable> failure) {

    /** The line of a trace that this is. */
    public ToolTrace trace(int round) {
        return new ToolTrace(round, call.name(), call.arguments(), milliseconds, outcome.word());
    }
}
