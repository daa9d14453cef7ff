// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import java.util.Locale;

/** How a tool call ended. */
public enum ToolOutcome {
    /** The route answered. */
    OK,
    /** The route ended with an exception, or with a body that is no text. */
    FAILED,
    /** Nobody waits for the route any more. */
    TIMED_OUT,
    /** The arguments are not those that the tool asks for; its route was not run. */
    BAD_ARGUMENTS,
    /** The model has made up the name. */
    UNKNOWN_TOOL,
    /** The tool's route is stopped or gone. */
    STOPPED,
    /** The route answered with more than a model is given. */
    TOO_LARGE;

    /** The same in lower case, for a trace. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the tool let the model down, and not the model the tool. */
    public boolean isFailure() {
        return this == FAILED || this == TIMED_OUT || this == TOO_LARGE;
    }
}
