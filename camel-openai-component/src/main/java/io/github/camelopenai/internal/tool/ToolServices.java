// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.camel.CamelContext;

/**
 * What calls of tools run with. Immutable.
 *
 * @param workers where their routes are run; never in the thread that hands a task over
 * @param timer   ends those that take too long
 * @param ticker  tells how long they took
 */
public record ToolServices(Executor workers, Timer timer, Ticker ticker) {

    /** The tools of the context that have one of these names or tags; none for no names. */
    public Toolbox select(CamelContext context, List<String> namesOrTags) {
        return namesOrTags.isEmpty() // as in most chats: the routes need not be looked at
                ? new Toolbox(Map.of(), workers, timer, ticker)
                : ToolRoutes.of(context).select(namesOrTags, workers, timer, ticker);
    }
}
