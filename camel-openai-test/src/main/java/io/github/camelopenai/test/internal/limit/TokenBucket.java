// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.limit;

import java.time.Duration;

/** A bucket that holds one minute's worth and refills continuously. Not thread-safe: its owner holds the lock. */
final class TokenBucket {
    /*
     * 1. The level is kept in sixty-millionths of a token, because `perMinute` of those flow in per microsecond: a
     *    whole number, so no rounding error ever builds up.
     * 2. The level may fall below zero when a correction takes more than is there; the debt is then paid by refill.
     * 3. A clock that steps back is treated as standing still.
     */
    private static final long MICROS_PER_MINUTE = 60_000_000L;

    private final long perMinute;
    private final long full;
    private long level;
    private long updatedMicros;

    TokenBucket(long perMinute, long nowNanos) {
        this.perMinute = perMinute;
        this.full = perMinute * MICROS_PER_MINUTE;
        this.level = full;
        this.updatedMicros = micros(nowNanos);
    }

    void refill(long nowNanos) {
        long elapsed = micros(nowNanos) - updatedMicros;
        if (elapsed <= 0) {
            return;
        }
        updatedMicros += elapsed;
        // Compared before multiplying: after a long idle time the product would overflow.
        level = elapsed >= microsFor(full - level) ? full : level + elapsed * perMinute;
    }

    boolean holds(long amount) {
        return level >= amount * MICROS_PER_MINUTE;
    }

    void take(long amount) {
        level -= amount * MICROS_PER_MINUTE;
    }

    void give(long amount) {
        level = Math.min(full, level + amount * MICROS_PER_MINUTE);
    }

    long capacity() {
        return perMinute;
    }

    /** Whole tokens that can be taken now. */
    long remaining() {
        return Math.max(0, Math.floorDiv(level, MICROS_PER_MINUTE));
    }

    /** What is missing to a full bucket, in whole tokens, never more than its size. */
    long used() {
        return perMinute - remaining();
    }

    Duration untilHolds(long amount) {
        return timeFor(amount * MICROS_PER_MINUTE - level);
    }

    Duration untilFull() {
        return timeFor(full - level);
    }

    private Duration timeFor(long missing) {
        return missing <= 0 ? Duration.ZERO : Duration.ofNanos(1_000 * microsFor(missing));
    }

    private long microsFor(long missing) {
        return -Math.floorDiv(-missing, perMinute);
    }

    private static long micros(long nanos) {
        return Math.floorDiv(nanos, 1_000L);
    }
}
