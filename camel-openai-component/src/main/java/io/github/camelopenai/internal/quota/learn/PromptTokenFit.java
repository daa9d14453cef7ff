// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

/** Learns how many tokens a server counts for prompts whose tokens were estimated from their bytes. Not thread-safe. */
final class PromptTokenFit {
    /*
     * 1. An estimate is wrong by a factor, due to the language of the text, and by a part that is the same for all
     *    prompts: the fields of the request around the text. So real / estimated = factor + part / estimated.
     * 2. That is a straight line in 1 / estimated, fitted by least squares (Bayesian linear regression), in which old
     *    answers fade. A factor alone would turn a part that is a tenth of a small prompt into a tenth of a large one.
     * 3. Where answers give no evidence, usual values apply: a factor near 1, a part near 0. Where all prompts had one
     *    size, a much larger one is uncertain; the same equations give the uncertainty.
     * 4. Starts as if some answers had matched the estimate, so that a first odd one changes little.
     */
    private static final double WEIGHT = 0.05;
    private static final double LEAST = 0.25;
    private static final double MOST = 4;
    private static final double USUAL_FACTOR = 0.3 * 0.3; // variances
    private static final double USUAL_PART = 25.0 * 25.0;
    private static final double LEAST_MISS = 0.01 * 0.01;

    private double missed; // squared, as a part of the estimate
    private boolean taught;
    // Sums over answers of what each name states, u for 1 / estimated and y for real / estimated - 1.
    private double one;
    private double u;
    private double uu;
    private double y;
    private double uy;

    /** The tokens that the server will count. */
    double of(long estimated) {
        return estimated <= 0 ? 0 : estimated * ratio(estimated);
    }

    /** The error of that for most prompts of the size, in tokens; 0 while nothing is known. */
    double doubt(long estimated) {
        if (!taught || estimated <= 0) {
            return 0;
        }
        double at = 1.0 / estimated;
        double unknown = noise() * (corner() - 2 * at * u + at * at * side()) / determinant();
        return estimated * Math.sqrt(missed + Math.max(0, unknown));
    }

    /** The server counted this number. */
    void learn(long estimated, long counted) {
        if (estimated <= 0 || counted < 0) {
            return;
        }
        double at = 1.0 / estimated;
        double off = within((double) counted / estimated) - 1;
        if (!taught) {
            taught = true;
            one = 1 / WEIGHT;
            u = one * at;
            uu = one * at * at;
        }
        double miss = off + 1 - ratio(estimated);
        missed += WEIGHT * (miss * miss - missed);
        one += 1 - WEIGHT * one;
        u += at - WEIGHT * u;
        uu += at * at - WEIGHT * uu;
        y += off - WEIGHT * y;
        uy += at * off - WEIGHT * uy;
    }

    private double ratio(long estimated) {
        if (!taught) {
            return 1;
        }
        double factor = (corner() * y - u * uy) / determinant();
        double part = (side() * uy - u * y) / determinant();
        return within(1 + factor + part / estimated);
    }

    // The normal equations: (side u; u corner) x (factor - 1; part) = (y; uy).

    private double side() {
        return one + noise() / USUAL_FACTOR;
    }

    private double corner() {
        return uu + noise() / USUAL_PART;
    }

    private double determinant() {
        return side() * corner() - u * u;
    }

    private double noise() {
        return Math.max(missed, LEAST_MISS);
    }

    private static double within(double ratio) {
        return Math.min(MOST, Math.max(LEAST, ratio));
    }
}
