// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

/** How a server measures a minute. */
public enum ServerKind {
    /** V1: a bucket of one minute's limit, refilled continuously. */
    BUCKET("V1"),
    /** V2: buckets of ten seconds of tokens and one second of requests. */
    SLICES("V2"),
    /** V3: a fixed minute; the run starts 23 seconds into one. */
    FIXED("V3"),
    /** V4: an exact log of the last sixty seconds. */
    SLIDING("V4");

    /** How far into a minute of {@link #FIXED} a run starts. */
    public static final long PHASE_NANOS = 23_000_000_000L;

    static final long MINUTE_NANOS = 60_000_000_000L;

    private final String label;

    ServerKind(String label) {
        this.label = label;
    }

    /** The name on the command line and in the report. */
    public String label() {
        return label;
    }

    /** Finds a kind by its {@link #label}. */
    public static ServerKind of(String label) {
        for (ServerKind kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("there is no server " + label + "; there are V1, V2, V3 and V4");
    }

    /** How many tokens fit at once; for windows that is the minute's limit. */
    double tokenCapacity(long perMinute) {
        return this == SLICES ? perMinute * 10 / 60.0 : perMinute;
    }

    /** How many requests fit at once; for windows that is the minute's limit. */
    double requestCapacity(long perMinute) {
        return this == SLICES ? Math.max(1, perMinute / 60.0) : perMinute;
    }

    Dimension dimension(long perMinute, double capacity) {
        return switch (this) {
            case BUCKET, SLICES -> new Bucket(perMinute, capacity);
            case FIXED -> new FixedMinute(perMinute);
            case SLIDING -> new SlidingMinute(perMinute);
        };
    }
}
