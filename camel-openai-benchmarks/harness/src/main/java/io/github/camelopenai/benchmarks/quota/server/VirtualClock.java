// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

/** Time that runs faster than real time by a factor. Thread-safe. */
public final class VirtualClock {
    private final double scale;
    private final long startedAt = System.nanoTime();

    private VirtualClock(double scale) {
        this.scale = scale;
    }

    /** Starts at zero, now. */
    public static VirtualClock start(double scale) {
        return new VirtualClock(scale);
    }

    /** How many virtual seconds pass in a real one. */
    public double scale() {
        return scale;
    }

    /** Virtual nanoseconds since the start. */
    public long nowNanos() {
        return (long) ((System.nanoTime() - startedAt) * scale);
    }

    /** How long to wait in real time until it is this late; not positive when it is. */
    public long realNanosUntil(long virtualNanos) {
        return (long) (virtualNanos / scale) - (System.nanoTime() - startedAt);
    }
}
