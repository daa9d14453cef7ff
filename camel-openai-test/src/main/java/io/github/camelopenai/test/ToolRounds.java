// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.test.internal.api.Wording;
import io.github.camelopenai.test.internal.api.Wording.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The tools a rule calls, round by round, before it answers. Thread-safe: state is guarded by this object.
 *
 * <p>Tools are called only when the request offers some and does not say {@code "tool_choice": "none"}; one at a time when
 * it says {@code "parallel_tool_calls": false}. A round is over when the request has its results.
 */
public final class ToolRounds {
    private final ChatRules rules;
    private final List<List<ToolCall>> rounds = new ArrayList<>();
    private Optional<Function<JsonNode, String>> answer = Optional.empty();
    private boolean endless;

    ToolRounds(ChatRules rules, String name, String arguments) {
        this.rules = rules;
        thenTool(name, arguments);
    }

    /** Calls one more tool in the same round. */
    public synchronized ToolRounds andTool(String name, String arguments) {
        rounds.get(rounds.size() - 1).add(ToolCall.of(name, arguments));
        return this;
    }

    /** Calls a tool when the results of the round before have come. */
    public synchronized ToolRounds thenTool(String name, String arguments) {
        rounds.add(new ArrayList<>(List.of(ToolCall.of(name, arguments))));
        return this;
    }

    /** Repeats the last round as long as it is asked. */
    public synchronized ToolRounds forEver() {
        endless = true;
        return this;
    }

    /** A further rule; it decides after the last round too, if it matches. */
    public ChatRules.Condition when(String text) {
        return rules.when(text);
    }

    /** A further rule, for requests whose JSON meets a condition. */
    public ChatRules.Condition when(Predicate<JsonNode> condition) {
        return rules.when(condition);
    }

    /** Answers this after the last round; unless set, the next rule decides. */
    public ChatRules thenAnswer(String text) {
        return thenAnswer(request -> text);
    }

    /** Answers after the last round with what the function makes of the request's JSON. */
    public synchronized ChatRules thenAnswer(Function<JsonNode, String> text) {
        answer = Optional.of(text);
        return rules;
    }

    synchronized Optional<Wording> say(JsonNode request) {
        boolean parallel = request.path("parallel_tool_calls").asBoolean(true);
        List<List<ToolCall>> all = parallel
                ? rounds
                : rounds.stream().flatMap(List::stream).map(List::of).toList();
        int round = roundsSoFar(request);
        boolean over = round >= all.size() && !endless;
        if (!over && mayCall(request)) {
            return Optional.of(Wording.NORMAL.withToolCalls(all.get(Math.min(round, all.size() - 1))));
        }
        return answer.map(text -> Wording.NORMAL.withText(text.apply(request)));
    }

    private static boolean mayCall(JsonNode request) {
        return !request.path("tools").isEmpty()
                && !request.path("tool_choice").asText().equals("none");
    }

    private static int roundsSoFar(JsonNode request) {
        int rounds = 0;
        for (JsonNode message : request.path("messages")) {
            rounds = message.path("role").asText().equals("user")
                    ? 0
                    : rounds + (message.path("tool_calls").isEmpty() ? 0 : 1);
        }
        return rounds;
    }
}
