// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.PeerText;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.ToolTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/**
 * The rounds of tool calls that one exchange takes: so many and no more, all calls of a round at once. Not thread-safe:
 * rounds follow each other.
 */
public final class ToolRounds {

    /** Exchange property: a list of {@link ToolTrace}, one for each call, in order. */
    public static final String TRACE = "CamelOpenAIToolTrace";

    /** No model asks for as many at once; one that does has lost its way. */
    private static final int MAX_CALLS = 128;

    private final Toolbox tools;
    private final Policy policy;
    private final Exchange caller;
    private final List<ToolTrace> trace = new ArrayList<>();
    private int made;

    /**
     * The bounds of the rounds.
     *
     * @param maxRounds  how many there may be
     * @param timeout    for each call
     * @param failsFirst whether a tool that fails ends the exchange; else the model is told
     */
    public record Policy(int maxRounds, Duration timeout, boolean failsFirst) {}

    /**
     * @param caller the exchange that asks the model
     */
    public ToolRounds(Toolbox tools, Policy policy, Exchange caller) {
        this.tools = tools;
        this.policy = policy;
        this.caller = caller;
        caller.removeProperty(TRACE); // of an earlier step
        ToolChain.keep(caller);
    }

    /** Whether calls of tools are answered here. Without routes they are for whoever asked. */
    public boolean areAnswered() {
        return !tools.isEmpty();
    }

    /** How many rounds there have been. */
    public int made() {
        return made;
    }

    /**
     * Carries out one round.
     *
     * @return completes with the result of each call, in order; fails when there are too many rounds, or when a tool fails
     *     and that is to end the exchange
     */
    public CompletableFuture<List<ToolResult>> call(List<ToolCall> calls) {
        if (made == policy.maxRounds()) {
            return CompletableFuture.failedFuture(tooMany("the model asked for tools in more than " + made
                    + " rounds (maxToolRounds); raise it, or make the tools answer so that the model can end"));
        }
        if (calls.size() > MAX_CALLS) {
            return CompletableFuture.failedFuture(
                    tooMany("the model asked for " + calls.size() + " calls at once; " + MAX_CALLS + " are the most"));
        }
        made++;
        List<CompletableFuture<ToolResult>> results = calls.stream()
                .map(call -> tools.call(call, caller, policy.timeout()))
                .toList();
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        ended(results.stream().map(CompletableFuture::join).toList()));
    }

    private List<ToolResult> ended(List<ToolResult> results) {
        results.forEach(result -> trace.add(result.trace(made)));
        caller.setProperty(TRACE, List.copyOf(trace));
        if (policy.failsFirst()) {
            for (ToolResult result : results) {
                if (result.outcome().isFailure()) {
                    throw new RuntimeCamelException(
                            "the tool " + shown(result.call().name()) + " ended with "
                                    + result.outcome().word() + " in round " + made + ", and onToolError=fail",
                            result.failure().orElse(null));
                }
            }
        }
        return results;
    }

    /** The model may have made the name up. */
    private static String shown(String name) {
        return PeerText.line(String.valueOf(name), ToolRoutes.LONGEST_NAME);
    }

    private static OpenAiResponseException tooMany(String message) {
        return new OpenAiResponseException(message, ErrorDetails.LOCAL, null);
    }
}
