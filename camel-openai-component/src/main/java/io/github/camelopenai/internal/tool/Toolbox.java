// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import io.github.camelopenai.model.ToolCall;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;

/** The tools that one chat may call. It holds on to them for as long as the chat takes. Thread-safe. */
public final class Toolbox {

    private final Map<String, ToolRoute> tools;
    private final Executor workers;
    private final Timer timer;
    private final Ticker ticker;

    Toolbox(Map<String, ToolRoute> tools, Executor workers, Timer timer, Ticker ticker) {
        this.tools = tools;
        this.workers = workers;
        this.timer = timer;
        this.ticker = ticker;
    }

    /** As the API wants them in {@code tools}; a copy. */
    public ArrayNode definitions() {
        ArrayNode definitions = Json.PLAIN.createArrayNode();
        tools.values().forEach(tool -> definitions.add(tool.definition().json().deepCopy()));
        return definitions;
    }

    /** Whether a tool of this name is among them, be it stopped or not. */
    public boolean has(String name) {
        return tools.containsKey(name);
    }

    public boolean isEmpty() {
        return tools.isEmpty();
    }

    /**
     * Runs the route of a tool, if the call is one that can be run.
     *
     * @param caller  whose variables the route gets
     * @param timeout how long to wait for the route; it goes on after that, but for nobody
     * @return never fails; may be complete already, else it completes on a worker, once
     */
    public CompletableFuture<ToolResult> call(ToolCall call, Exchange caller, Duration timeout) {
        ToolRun run = new ToolRun(call, workers, ticker);
        try {
            ToolRoute tool = call.name() == null ? null : tools.get(call.name());
            if (tool == null) {
                run.end(ToolOutcome.UNKNOWN_TOOL, unknown(call.name()));
            } else if (!tool.isOpen()) {
                run.stop();
            } else {
                Arguments.Read arguments = tool.definition().arguments().read(call.arguments());
                ToolRun.Input input = new ToolRun.Input(
                        arguments, variables(caller), ToolChain.of(caller).with(tool.name()));
                run.begin(tool, input, timer, timeout);
            }
        } catch (Arguments.Unusable e) {
            run.end(
                    ToolOutcome.BAD_ARGUMENTS,
                    e.getMessage() + "; call " + call.name() + " again with arguments that fit");
        } catch (Throwable e) { // whatever it is, the model gets a result
            run.fail(e);
        }
        return run.result();
    }

    private static Map<String, Object> variables(Exchange caller) {
        return caller.hasVariables() ? new LinkedHashMap<>(caller.getVariables()) : Map.of();
    }

    private String unknown(String name) {
        return "there is no tool " + ToolRun.cut(String.valueOf(name), ToolRoutes.LONGEST_NAME)
                + (tools.isEmpty() ? "" : "; the tools are " + ToolRoutes.shown(tools.keySet()));
    }
}
