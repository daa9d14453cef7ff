// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

/** Learns what a server counts for prompts whose tokens were estimated from their bytes. Not thread-safe. */
final class PromptTokenFit {
    /*
     * 1. An estimate is off by a factor, which is the language of the text, and by a part that is the same for all prompts:
     *    the fields of the request around the text. So real / estimated = factor + part / estimated.
     * 2. That is a straight line in 1 / estimated, fitted by least squares (Bayesian linear regression), in which answers of
     *    long ago fade. A mere factor would make of the same part, which is a tenth of a small prompt, a tenth of a large one.
     * 3. What the answers do not tell is taken from what is usual: a factor near 1, a part near 0. Where all prompts
     *    had one size, a much larger one is in doubt; how much comes out of the same equations.
     * 4. Begins as if some answers had met the estimate, so that a first odd one changes little.
     */
    private static final double WEIGHT = 0.05;
    private static final double LEAST = 0.25;
    private static final double MOST = 4;
    private static final double USUAL_FACTOR = 0.3 * 0.3; // variances
    private static final double USUAL_PART = 25.0 * 25.0;
    private static final double LEAST_MISS = 0.01 * 0.01;

    private double missed; // squared, as a part of the estimate
    private boolean taught;
    // Sums over answers of what stands in the name, u for 1 / estimated and y for real / estimated - 1.
    private double one;
    private double u;
    private double uu;
    private double y;
    private double uy;

    /** What will be counted. */
    double of(long estimated) {
        return estimated <= 0 ? 0 : estimated * ratio(estimated);
    }

    /** How far that is off for most prompts of the size, in tokens; 0 while nothing is known. */
    double doubt(long estimated) {
        if (!taught || estimated <= 0) {
            return 0;
        }
        double at = 1.0 / estimated;
        double unknown = noise() * (corner() - 2 * at * u + at * at * side()) / determinant();
        return estimated * Math.sqrt(missed + Math.max(0, unknown));
    }

    /** So much was counted. */
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
