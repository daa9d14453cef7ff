// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The server's time: that of a given clock, run faster. Thread-safe if the clock is. */
final class SimulatedClock {
    private final LongSupplier nanos;
    private final long started;
    private final double scale;

    SimulatedClock(LongSupplier nanos, double scale) {
        this.nanos = nanos;
        this.started = nanos.getAsLong();
        this.scale = scale;
    }

    /** Simulated nanoseconds since the start. */
    long nowNanos() {
        return (long) ((nanos.getAsLong() - started) * scale);
    }

    /** How long to wait by the wall clock for a simulated time to pass, rounded up. */
    int realMillis(Duration simulated) {
        return Math.toIntExact((long) Math.ceil(simulated.toNanos() / scale / 1_000_000));
    }
}
