// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import java.util.Locale;

/** What others use of the same quota. */
public enum ForeignTraffic {
    /** Nothing. */
    NONE,
    /** Three tenths, all the time. */
    CONSTANT,
    /** Six tenths for thirty seconds, then nothing for thirty: three tenths on average. */
    SQUARE;

    static final long HALF_PERIOD_NANOS = 30_000_000_000L;
    private static final double SHARE = 0.3;

    /** Finds a kind of traffic by its {@link #label}. */
    public static ForeignTraffic of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** The name on the command line and in the report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The share of the limit that is used at this moment. */
    double shareAt(long nowNanos) {
        return switch (this) {
            case NONE -> 0;
            case CONSTANT -> SHARE;
            case SQUARE -> nowNanos / HALF_PERIOD_NANOS % 2 == 0 ? 2 * SHARE : 0;
        };
    }

    /** The share of the limit that is used over any whole minute. */
    double meanShare() {
        return this == NONE ? 0 : SHARE;
    }
}
