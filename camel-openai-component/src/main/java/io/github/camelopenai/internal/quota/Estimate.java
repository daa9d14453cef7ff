// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

/** Learns from answers how far estimates of tokens are off, and what an answer has when nobody bounds it. Not thread-safe. */
final class Estimate {

    private static final double WEIGHT = 0.05;
    private static final int ENOUGH = 8;
    private static final double TAIL = 1.2;

    private final PromptFit prompts = new PromptFit();
    private double output;
    private int outputs;

    /** What a server will count for a prompt. */
    double prompt(Cost cost) {
        return prompts.of(cost.promptTokens());
    }

    /** How far that is off for most prompts of the size, in tokens. */
    double promptDoubt(Cost cost) {
        return prompts.doubt(cost.promptTokens());
    }

    /** What a server will reserve, or charge, for the answer. */
    double output(Cost cost, ChargeRule rule) {
        boolean known = outputs >= ENOUGH;
        if (!cost.bounded()) {
            return known ? output * TAIL : cost.outputTokens();
        }
        return known && rule == ChargeRule.ACTUAL ? Math.min(cost.outputTokens(), output * TAIL) : cost.outputTokens();
    }

    /** What the answer will probably have, which is less than it may have. */
    double likelyOutput(Cost cost) {
        return outputs < ENOUGH ? cost.outputTokens() : cost.bounded() ? Math.min(cost.outputTokens(), output) : output;
    }

    /** What calls will have used when all are answered, as answers went so far. */
    double used(Backlog calls) {
        return prompts(calls) + outputs(calls, true, 1);
    }

    /** What is charged for calls until they are answered; see {@link #output}. */
    double charged(Backlog calls, ChargeRule rule) {
        return prompts(calls) + outputs(calls, rule == ChargeRule.ACTUAL, TAIL);
    }

    private double prompts(Backlog calls) {
        return calls.calls() == 0
                ? 0
                : calls.calls() * prompts.of(Math.round((double) calls.promptTokens() / calls.calls()));
    }

    private double outputs(Backlog calls, boolean likely, double tail) {
        if (outputs < ENOUGH) {
            return (double) calls.boundedOutput() + calls.openOutput();
        }
        double bounded = calls.boundedOutput();
        return (likely ? Math.min(bounded, calls.bounded() * output * tail) : bounded) + calls.open() * output * tail;
    }

    void learn(Cost cost, Used used) {
        if (used.promptTokens() < 0 || cost.promptTokens() <= 0) {
            return;
        }
        prompts.learn(cost.promptTokens(), used.promptTokens());
        double answer = used.tokens() - used.promptTokens();
        outputs++;
        output += (outputs < 1 / WEIGHT ? 1.0 / outputs : WEIGHT) * (answer - output);
    }
}
