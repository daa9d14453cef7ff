// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.chat.request.ChatCost;
import io.github.camelopenai.internal.chat.request.ChatJson;
import io.github.camelopenai.internal.client.OpenAiClient;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.ReplyReader;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.tool.ToolResult;
import io.github.camelopenai.internal.tool.ToolRounds;
import io.github.camelopenai.model.ToolCall;
import io.github.camelopenai.model.ToolTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * The conversation of one chat step: what is asked, and what each round of tools adds to it, until there is an answer. Not
 * thread-safe: one thing follows the other.
 */
final class ChatExchange {

    private final ChatPlan plan;
    private final OpenAiClient client;
    private final Lane lane;
    private final ObjectNode request;
    private final List<JsonNode> turn; // what a memory gets: this step's messages without instructions and repairs
    private final ToolRounds tools;
    private final ChatTotals totals = new ChatTotals();
    private boolean begun;
    private long promptTokens;

    ChatExchange(ChatPlan plan, OpenAiClient client, Lane lane) {
        this.plan = plan;
        this.client = client;
        this.lane = lane;
        this.request = plan.request();
        this.turn = new ArrayList<>(plan.turn());
        this.tools = new ToolRounds(plan.tools().box(), plan.tools().policy(), plan.exchange());
    }

    /** How an answer is received. */
    record Reception<A>(ReplyReader<A> reader, boolean handsBodyOn, Function<A, Used> usedTokens) {}

    /**
     * Sends the conversation as it stands.
     *
     * @return the call itself and no step after it, so that cancelling this cancels the call; whoever takes the reply adds it
     *     to the totals
     */
    <A> CompletableFuture<Reply<A>> ask(Reception<A> reception) {
        byte[] document = Json.bytes(request);
        promptTokens = plan.media().promptTokens(request, document);
        HttpCall<A> call = new HttpCall<>(
                "/chat/completions",
                plan.media().payload(document),
                plan.pool(),
                ChatCost.of(request, promptTokens, ChatOperation.ASSUMED_OUTPUT),
                reception.reader(),
                reception.handsBodyOn(),
                reception.usedTokens(),
                plan.exchange().getExchangeId());
        boolean first = !begun;
        begun = true;
        return first ? client.send(call, lane) : client.follow(call, lane);
    }

    /** What the last request was reckoned at. */
    long promptTokens() {
        return promptTokens;
    }

    ChatTotals totals() {
        return totals;
    }

    /** Whether the answer must be a JSON document. */
    boolean wantsJson() {
        return plan.form().wantsJson();
    }

    /** From 1: the round that is under way. */
    int round() {
        return tools.made() + 1;
    }

    /** Whether there are routes that the model may call. */
    boolean mayCallTools() {
        return tools.areAnswered();
    }

    /** Whether the model has been told of tools, whoever answers their calls. */
    boolean offersTools() {
        return !request.path("tools").isEmpty() || !request.path("functions").isEmpty();
    }

    /** Whether these calls are for our routes to answer. */
    boolean answers(List<ToolCall> calls) {
        return !calls.isEmpty() && tools.areAnswered();
    }

    /** Has the tools called, and adds calls and results to the conversation. Cancelling it ends the waiting, not the tools. */
    CompletableFuture<List<ToolTrace>> callTools(String text, List<ToolCall> asked) {
        List<ToolCall> calls = withIds(asked);
        int round = round();
        return client.endingWithContext(tools.call(calls)
                .thenApply(results -> {
                    add(ChatJson.assistant(text, calls));
                    for (ToolResult result : results) {
                        add(ChatJson.tool(result.call().id(), result.text()));
                    }
                    releaseChoice();
                    return results.stream().map(result -> result.trace(round)).toList();
                })
                .exceptionally(this::counted));
    }

    /**
     * A request that failed, with the attempts of the rounds before it: it knows its own only.
     *
     * @param failure of a future; null is given back
     */
    Throwable afterRounds(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof OpenAiException known && totals.attempts() > 0
                ? known.afterGivingUp(null, totals.attempts() + known.attempts())
                : cause;
    }

    /** Tools do not know how often the model was asked before them. */
    private <T> T counted(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof OpenAiException known) {
            throw known.afterGivingUp(null, totals.attempts());
        }
        throw new CompletionException(cause);
    }

    /** Tells the model what was wrong with its answer. The memory hears nothing of it. */
    void complain(String answer, String complaint) {
        messages().add(ChatJson.assistant(answer, List.of()));
        messages()
                .add(ChatJson.user("Your last answer cannot be used: " + complaint
                        + ". Give the whole answer again, corrected, as JSON and nothing else."));
    }

    /**
     * The answer stands: a memory may have the turn.
     *
     * @param answered for the exception when the memory fails
     */
    void conclude(String answer, ErrorDetails answered) {
        turn.add(ChatJson.assistant(answer, List.of()));
        plan.remember(turn, answered);
        PendingToolTurn.close(plan.exchange());
    }

    /** The calls are for whoever asked; results that come back go on from here. */
    void leaveOpen(String text, List<ToolCall> calls) {
        turn.add(ChatJson.assistant(text, calls));
        PendingToolTurn.leave(new PendingToolTurn(List.copyOf(turn), plan.media()), plan.exchange());
    }

    private void add(JsonNode message) {
        messages().add(message);
        turn.add(message);
    }

    private ArrayNode messages() {
        return (ArrayNode) request.get("messages");
    }

    /** What forces a call holds once: forced again, the model could never end. */
    private void releaseChoice() {
        JsonNode choice = request.path("tool_choice");
        if (choice.isObject() || "required".equals(choice.asText())) {
            request.put("tool_choice", "auto");
        }
    }

    /** An answer must name its call; a server of the old form gives calls no id. */
    private static List<ToolCall> withIds(List<ToolCall> calls) {
        List<ToolCall> named = new ArrayList<>();
        for (ToolCall call : calls) {
            boolean nameless = call.id() == null || call.id().isEmpty();
            named.add(nameless ? new ToolCall("call_" + named.size(), call.name(), call.arguments()) : call);
        }
        return named;
    }
}
