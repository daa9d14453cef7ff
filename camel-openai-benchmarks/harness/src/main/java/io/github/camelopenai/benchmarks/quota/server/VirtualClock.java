// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import java.util.OptionalLong;

/** Time that stands at zero until it is started and then runs faster than real time by a factor. Thread-safe. */
public final class VirtualClock {
    private final double scale;
    private volatile OptionalLong startedAt = OptionalLong.empty();

    /** Stands at zero. */
    public VirtualClock(double scale) {
        this.scale = scale;
    }

    /** Begins to run, now. */
    public void start() {
        startedAt = OptionalLong.of(System.nanoTime());
    }

    /** Virtual nanoseconds since the start. */
    public long nowNanos() {
        return (long) (realNanos() * scale);
    }

    /** How long to wait in real time until it is this late; not positive when it is. */
    public long realNanosUntil(long virtualNanos) {
        return (long) (virtualNanos / scale) - realNanos();
    }

    private long realNanos() {
        OptionalLong start = startedAt;
        return start.isPresent() ? System.nanoTime() - start.getAsLong() : 0;
    }
}
