// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import io.github.camelopenai.internal.quota.terms.Backlog;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Used;

/** Learns from answers how wrong token estimates are, and how long an unbounded answer is. Not thread-safe. */
public final class Estimate {

    private static final double WEIGHT = 0.05;
    private static final int ENOUGH = 8;
    private static final double TAIL = 1.2;

    private final PromptTokenFit prompts = new PromptTokenFit();
    private double output;
    private int outputs;

    /** The tokens that a server will count for a prompt. */
    public double prompt(Cost cost) {
        return prompts.of(cost.promptTokens());
    }

    /** The estimate's error for most prompts of the size, in tokens. */
    public double promptDoubt(Cost cost) {
        return prompts.doubt(cost.promptTokens());
    }

    /** The tokens that a server will reserve, or charge, for the answer. */
    public double output(Cost cost) {
        return output(cost.outputTokens(), cost.bounded(), false, TAIL);
    }

    /** The probable tokens of the answer, fewer than it may have. */
    public double likelyOutput(Cost cost) {
        return output(cost.outputTokens(), cost.bounded(), true, 1);
    }

    /** What calls will have used when all are answered, by the answers so far. */
    public double used(Backlog calls) {
        return all(calls, true, 1);
    }

    /** What is charged for calls until they are answered; see {@link #output}. */
    public double charged(Backlog calls) {
        return all(calls, false, TAIL);
    }

    private double all(Backlog calls, boolean learned, double tail) {
        return calls.calls() * prompts.of(Math.round(calls.meanPrompt()))
                + calls.bounded() * output(calls.meanBound(), true, learned, tail)
                + calls.open() * output(calls.meanGuess(), false, learned, tail);
    }

    /**
     * @param most    the most that the answer may have; a guess where it is not bounded
     * @param learned whether answers so far are better evidence than a bound
     * @param tail    the factor for their mean
     */
    private double output(double most, boolean bounded, boolean learned, double tail) {
        if (outputs < ENOUGH || bounded && !learned) {
            return most;
        }
        return bounded ? Math.min(most, output * tail) : output * tail;
    }

    /** Whether enough answers have reported their usage. */
    public boolean isSeen() {
        return outputs >= ENOUGH;
    }

    public void learn(Cost cost, Used used) {
        if (used.promptTokens() < 0 || cost.promptTokens() <= 0) {
            return;
        }
        prompts.learn(cost.promptTokens(), used.promptTokens());
        double answer = used.tokens() - used.promptTokens();
        outputs++;
        output += (outputs < 1 / WEIGHT ? 1.0 / outputs : WEIGHT) * (answer - output);
    }
}
