// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota;

import java.util.Locale;

/** The limits of an account, and how much faster than real time a run with them may go. */
enum Tier {
    FREE(3, 40_000, 60),
    ONE(500, 200_000, 20),
    TWO(5_000, 2_000_000, 5);

    private final long requestsPerMinute;
    private final long tokensPerMinute;
    private final double scale;

    Tier(long requestsPerMinute, long tokensPerMinute, double scale) {
        this.requestsPerMinute = requestsPerMinute;
        this.tokensPerMinute = tokensPerMinute;
        this.scale = scale;
    }

    /** Finds a tier by its {@link #label}. */
    static Tier of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** The name on the command line and in the report. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    long requestsPerMinute() {
        return requestsPerMinute;
    }

    long tokensPerMinute() {
        return tokensPerMinute;
    }

    /** How many virtual seconds pass in a real one unless the command line says otherwise. */
    double scale() {
        return scale;
    }
}
