// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.client;

import java.util.OptionalDouble;

/** The AWS SDK's adaptive rate: a bucket of sends whose refill follows CUBIC. Seconds as argument. Not thread-safe. */
final class CubicRate {
    /*
     * 1. Sends are free until the first throttling answer.
     * 2. A throttling answer sets the rate to 0.7 times the smaller of the measured and the set rate. Any other answer
     *    lets it grow as a cubic curve of the time since then, which is flat around the rate that was too much.
     * 3. The rate is measured over half seconds and smoothed; the set rate is at most twice the measured one.
     * 4. The bucket holds one second of sends.
     */
    private static final double SMOOTH = 0.8;
    private static final double BETA = 0.7;
    private static final double GROWTH = 0.4;
    private static final double LOWEST_RATE = 0.5;

    private boolean enabled;
    private double fillRate;
    private double capacity = 1;
    private double level;
    private double filledAt;
    private double measuredRate;
    private double measuredSlot;
    private long sent;
    private double lastMaximum;
    private double lastThrottled;
    private double timeWindow;
    private boolean started;

    /** Takes one send, or says after how many seconds there is one at the present rate. */
    OptionalDouble tryTake(double now) {
        start(now);
        if (!enabled) {
            return OptionalDouble.empty();
        }
        fill(now);
        if (level < 1) {
            return OptionalDouble.of((1 - level) / fillRate);
        }
        level--;
        return OptionalDouble.empty();
    }

    /** Learns from an answer. */
    void answered(boolean throttled, double now) {
        start(now);
        measure(now);
        double rate;
        if (throttled) {
            double used = enabled ? Math.min(measuredRate, fillRate) : measuredRate;
            lastMaximum = used;
            timeWindow = Math.cbrt(lastMaximum * (1 - BETA) / GROWTH);
            lastThrottled = now;
            rate = used * BETA;
            enabled = true;
        } else {
            double since = now - lastThrottled - timeWindow;
            rate = GROWTH * since * since * since + lastMaximum;
        }
        set(Math.min(rate, 2 * measuredRate), now);
    }

    private void start(double now) {
        if (!started) {
            started = true;
            filledAt = now;
            lastThrottled = now;
            measuredSlot = slotOf(now);
        }
    }

    private void measure(double now) {
        double slot = slotOf(now);
        sent++;
        if (slot > measuredSlot) {
            double current = sent / (slot - measuredSlot);
            measuredRate = current * SMOOTH + measuredRate * (1 - SMOOTH);
            sent = 0;
            measuredSlot = slot;
        }
    }

    private void set(double rate, double now) {
        fill(now);
        fillRate = Math.max(rate, LOWEST_RATE);
        capacity = Math.max(rate, 1);
        level = Math.min(level, capacity);
    }

    private void fill(double now) {
        level = Math.min(capacity, level + (now - filledAt) * fillRate);
        filledAt = now;
    }

    private static double slotOf(double now) {
        return Math.floor(now * 2) / 2;
    }
}
