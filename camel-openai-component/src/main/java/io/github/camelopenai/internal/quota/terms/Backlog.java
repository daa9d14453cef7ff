// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

/**
 * The sum of the costs that waiting calls have stated. Their probable usage is computed on request, by the knowledge of
 * that moment. Not thread-safe.
 */
public final class Backlog {

    private int calls;
    private long promptTokens;
    private int bounded;
    private long boundedOutput;
    private long openOutput;
    private long images;

    public void add(Cost cost) {
        count(cost, 1);
    }

    public void remove(Cost cost) {
        count(cost, -1);
    }

    private void count(Cost cost, int one) {
        calls += one;
        promptTokens += one * cost.promptTokens();
        images += (long) one * cost.images();
        if (cost.bounded()) {
            bounded += one;
            boundedOutput += one * cost.outputTokens();
        } else {
            openOutput += one * cost.outputTokens();
        }
    }

    public int calls() {
        return calls;
    }

    /** The mean prompt, as estimated from the size of the request. */
    public double meanPrompt() {
        return mean(promptTokens, calls);
    }

    /** How many calls bound their answers. */
    public int bounded() {
        return bounded;
    }

    /** The mean of the bounds. */
    public double meanBound() {
        return mean(boundedOutput, bounded);
    }

    /** How many calls do not bound their answers. */
    public int open() {
        return calls - bounded;
    }

    /** The mean of the guesses for answers without a bound. */
    public double meanGuess() {
        return mean(openOutput, open());
    }

    public long images() {
        return images;
    }

    private static double mean(long sum, int of) {
        return of == 0 ? 0 : (double) sum / of;
    }
}
