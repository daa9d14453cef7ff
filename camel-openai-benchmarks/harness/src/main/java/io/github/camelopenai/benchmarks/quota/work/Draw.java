// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.work;

import java.util.Random;

/** Draws the numbers of jobs. The same seed draws the same ones. Not thread-safe. */
final class Draw {
    private static final double LATENCY_MILLIS = 700;
    private static final double MILLIS_PER_OUTPUT_TOKEN = 10;
    /** Leaves room for an answer within the smallest capacity of tier 1, ten seconds of tokens. */
    private static final long LONGEST_PROMPT = 24_000;

    /** Room for the name of the job. */
    private static final long SHORTEST_PROMPT = 5;

    private final Random random;

    Draw(long seed) {
        random = new Random(seed);
    }

    /** A value with this mean whose logarithm is normally distributed with this deviation. */
    double logNormal(double mean, double deviation) {
        return mean * Math.exp(deviation * random.nextGaussian() - deviation * deviation / 2);
    }

    /** The sizes of the mixed load: mostly short, now and then a long document. */
    Size mixed() {
        double kind = random.nextDouble();
        if (kind < 0.85) {
            return size(200, 100, 1_000);
        }
        return kind < 0.97 ? size(800, 300, 1_000) : size(8_000, 600, 1_000);
    }

    /** Half short requests, half long documents. */
    Size halfLarge() {
        return random.nextBoolean() ? size(200, 100, 1_000) : size(8_000, 600, 1_000);
    }

    /** A size around these means. */
    Size size(double meanPrompt, double meanOutput, long maxTokens) {
        long prompt = Math.round(logNormal(meanPrompt, 0.3));
        long output = Math.round(logNormal(meanOutput, 0.5));
        return new Size(
                Math.min(Math.max(prompt, SHORTEST_PROMPT), LONGEST_PROMPT),
                Math.min(Math.max(output, 1), maxTokens),
                maxTokens);
    }

    /** The time for an answer of this length. */
    long latencyMillis(long outputTokens) {
        return Math.round(logNormal(LATENCY_MILLIS, 0.3) + MILLIS_PER_OUTPUT_TOKEN * outputTokens);
    }

    /** The three token counts of a job. */
    record Size(long prompt, long output, long max) {}
}
