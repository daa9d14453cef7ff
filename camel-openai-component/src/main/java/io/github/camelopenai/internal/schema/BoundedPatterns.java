// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.schema;

import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import io.github.camelopenai.error.PeerText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Bounds the work that the patterns of one schema do on an answer. The schema comes from the user and the texts from
 * the model, and the time of some patterns doubles with each character. Thread-safe: each thread checks one document at
 * a time.
 */
final class BoundedPatterns implements EvaluatorFactory {
    /*
     * 1. A pattern reads a text through a view that counts, and that stops it when the budget of the check is used up.
     * 2. The budget of a check grows with the texts it reads, so a long answer does not make a good pattern fail.
     * 3. The names of patternProperties are matched here first, in the same way as the library matches them without a
     *    bound.
     */
    private static final long STEPS = 10_000_000;
    private static final long STEPS_OF_A_CHARACTER = 20;

    private static final Set<String> KEYWORDS = Set.of("pattern", "patternProperties");

    private final ThreadLocal<Budget> budget = new ThreadLocal<>();

    /** A pattern was stopped; the message names its place in the schema. */
    static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUp(String place, String why) {
            super("the pattern at " + place + " of the schema " + why
                    + "; write it without repetitions within repetitions, or leave it out");
        }
    }

    /**
     * Checks one document with a new budget.
     *
     * @throws GivenUp when a pattern has used it up
     */
    <T> T within(Supplier<T> check) {
        budget.set(new Budget());
        try {
            return check.get();
        } finally {
            budget.remove();
        }
    }

    @Override
    public Optional<Evaluator> create(SchemaParsingContext context, String keyword, JsonNode value) {
        if (!KEYWORDS.contains(keyword)) {
            return Optional.empty();
        }
        Optional<Evaluator> usual = context.getDialect().getEvaluatorFactory().create(context, keyword, value);
        try {
            String place = PeerText.name("#" + value.getJsonPointer());
            return usual.map(evaluator -> keyword.equals("pattern")
                    ? new Bounded(evaluator, place, List.of(Pattern.compile(value.asString())), false)
                    : new Bounded(
                            evaluator,
                            place,
                            value.asObject().keySet().stream()
                                    .map(Pattern::compile)
                                    .toList(),
                            true));
        } catch (PatternSyntaxException e) {
            return usual;
        }
    }

    /** The library's evaluator, called when all searches have ended within the bound. */
    private final class Bounded implements Evaluator {
        private final Evaluator usual;
        private final String place;
        private final List<Pattern> patterns;
        private final boolean ofNames;

        Bounded(Evaluator usual, String place, List<Pattern> patterns, boolean ofNames) {
            this.usual = usual;
            this.place = place;
            this.patterns = patterns;
            this.ofNames = ofNames;
        }

        @Override
        public Result evaluate(EvaluationContext context, JsonNode node) {
            if (ofNames) {
                if (node.isObject()) {
                    node.asObject().keySet().forEach(name -> patterns.forEach(pattern -> isFound(pattern, name)));
                }
                return usual.evaluate(context, node);
            }
            boolean fits = !node.isString() || isFound(patterns.get(0), node.asString());
            return fits ? Result.success() : Result.failure("does not match");
        }

        private boolean isFound(Pattern pattern, String text) {
            try {
                return pattern.matcher(budget.get().counting(text, place)).find();
            } catch (StackOverflowError e) {
                throw new GivenUp(place, "goes too deep for a text of " + text.length() + " characters");
            }
        }

        @Override
        public int getOrder() {
            return usual.getOrder();
        }

        @Override
        public Set<String> getVocabularies() {
            return usual.getVocabularies();
        }
    }

    /** How many more characters the patterns may read. Used by one thread. */
    private static final class Budget {
        private long left = STEPS;

        CharSequence counting(String text, String place) {
            left += text.length() * STEPS_OF_A_CHARACTER;
            return new Counting(text, place, this);
        }
    }

    private record Counting(String text, String place, Budget budget) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (--budget.left < 0) {
                throw new GivenUp(place, "needs too many steps for the texts of this answer");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
