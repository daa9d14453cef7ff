// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

/** Learns what a server counts for prompts whose tokens were estimated from their bytes. Not thread-safe. */
final class PromptFit {
    /*
     * 1. An estimate is off by a factor, which is the language of the text, and by a part that is the same for all prompts:
     *    the fields of the request around the text. So real / estimated = factor + part / estimated.
     * 2. That is a straight line in 1 / estimated, fitted by least squares, in which answers of long ago fade. A mere factor
     *    would make of the same part, which is a tenth of a small prompt, a tenth of a large one.
     * 3. Where all prompts are of nearly one size, nothing can be said of the part: what little they differ in is then
     *    damped, so that a large prompt is not estimated by the noise of small ones.
     */
    private static final double WEIGHT = 0.05;
    private static final double DAMPING = 0.005;
    private static final double LEAST = 0.25;
    private static final double MOST = 4;

    private double ratio = 1;
    private double inverse;
    private double variance;
    private double covariance;
    private double missed; // squared

    /** What will be counted. */
    double of(long estimated) {
        return estimated <= 0 ? 0 : estimated * ratio(estimated);
    }

    /** How far that is off for most prompts, as a part of them. */
    double doubt() {
        return Math.sqrt(missed);
    }

    private double ratio(long estimated) {
        double slope = covariance == 0 ? 0 : covariance / (variance + DAMPING * inverse * inverse);
        return within(ratio + slope * (1.0 / estimated - inverse));
    }

    /** So much was counted. */
    void learn(long estimated, long counted) {
        if (estimated <= 0 || counted < 0) {
            return;
        }
        double miss = within((double) counted / estimated) - ratio(estimated);
        missed += WEIGHT * (miss * miss - missed);
        double apart = within((double) counted / estimated) - ratio;
        double aside = inverse == 0 ? 0 : 1.0 / estimated - inverse;
        inverse = inverse == 0 ? 1.0 / estimated : inverse + WEIGHT * aside;
        ratio += WEIGHT * apart;
        covariance = (1 - WEIGHT) * (covariance + WEIGHT * aside * apart);
        variance = (1 - WEIGHT) * (variance + WEIGHT * aside * aside);
    }

    private static double within(double ratio) {
        return Math.min(MOST, Math.max(LEAST, ratio));
    }
}
