// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import io.github.camelopenai.internal.quota.terms.Backlog;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Used;

/** Learns from answers how far estimates of tokens are off, and what an answer has when nobody bounds it. Not thread-safe. */
public final class Estimate {

    private static final double WEIGHT = 0.05;
    private static final int ENOUGH = 8;
    private static final double TAIL = 1.2;

    private final PromptTokenFit prompts = new PromptTokenFit();
    private double output;
    private int outputs;

    /** What a server will count for a prompt. */
    public double prompt(Cost cost) {
        return prompts.of(cost.promptTokens());
    }

    /** How far that is off for most prompts of the size, in tokens. */
    public double promptDoubt(Cost cost) {
        return prompts.doubt(cost.promptTokens());
    }

    /** What a server will reserve, or charge, for the answer. */
    public double output(Cost cost) {
        return output(cost.outputTokens(), cost.bounded(), false, TAIL);
    }

    /** What the answer will probably have, which is less than it may have. */
    public double likelyOutput(Cost cost) {
        return output(cost.outputTokens(), cost.bounded(), true, 1);
    }

    /** What calls will have used when all are answered, as answers went so far. */
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
     * @param most    what the answer may have; a guess where it is not bounded
     * @param learned whether answers so far tell better than a bound
     * @param tail    what to multiply their mean with
     */
    private double output(double most, boolean bounded, boolean learned, double tail) {
        if (outputs < ENOUGH || bounded && !learned) {
            return most;
        }
        return bounded ? Math.min(most, output * tail) : output * tail;
    }

    /** Whether enough answers have told what they used. */
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
