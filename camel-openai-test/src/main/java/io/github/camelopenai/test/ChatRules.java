// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.test.internal.api.Wording;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the simulated model says to what; the first rule that matches wins. Thread-safe. */
public final class ChatRules {
    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    ChatRules() {}

    /** A rule for requests whose last user message contains this text. */
    public Condition when(String text) {
        return when(request -> lastUserMessage(request).contains(text));
    }

    /** A rule for requests whose JSON meets a condition. */
    public Condition when(Predicate<JsonNode> condition) {
        return new Condition(condition);
    }

    Optional<Wording> answer(JsonNode request) {
        return rules.stream()
                .filter(rule -> rule.condition().test(request))
                .flatMap(rule -> rule.answer().apply(request).stream())
                .findFirst();
    }

    void clear() {
        rules.clear();
    }

    private static String lastUserMessage(JsonNode request) {
        String last = "";
        for (JsonNode message : request.path("messages")) {
            if (message.path("role").asText().equals("user")) {
                JsonNode content = message.path("content");
                last = content.isTextual() ? content.textValue() : String.join("\n", content.findValuesAsText("text"));
            }
        }
        return last;
    }

    /** The first half of a rule. */
    public final class Condition {
        private final Predicate<JsonNode> condition;

        private Condition(Predicate<JsonNode> condition) {
            this.condition = condition;
        }

        public ChatRules answer(String text) {
            return answer(request -> text);
        }

        /** Answers with what the function makes of the request's JSON. */
        public ChatRules answer(Function<JsonNode, String> text) {
            rules.add(new Rule(condition, request -> Optional.of(Wording.NORMAL.withText(text.apply(request)))));
            return ChatRules.this;
        }

        /**
         * Calls a tool; more calls can be added. When all is called, or the request lets nothing be called, the next rule
         * that matches decides; if there is none, the results are told.
         *
         * @param arguments JSON text; sent as it is, also when it is not JSON or the request offers no tool of this name
         */
        public ToolRounds callTool(String name, String arguments) {
            ToolRounds rounds = new ToolRounds(ChatRules.this, name, arguments);
            rules.add(new Rule(condition, rounds::say));
            return rounds;
        }
    }

    private record Rule(Predicate<JsonNode> condition, Function<JsonNode, Optional<Wording>> answer) {}
}
