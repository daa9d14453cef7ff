// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import java.time.Duration;
import java.util.Locale;

/**
 * How long a call will wait, for what, and how certain that is. Immutable.
 *
 * @param nanos   about how long
 * @param isKnown whether it rests on limits that were configured as numbers or named by the server, and on answers; not
 *     on what a tier usually has, or on the most that calls may use
 * @param what    what the call waits for, for display
 * @param limit   what bounds it; null for no limit
 */
public record WaitEstimate(double nanos, boolean isKnown, String what, Limit limit) {

    static final WaitEstimate OPEN = new WaitEstimate(0, true, "quota", null);

    /** A limit, as text on request. */
    @FunctionalInterface
    public interface Limit {
        String text();
    }

    /** The longer wait, as a call waits for both; known when both are. */
    public WaitEstimate and(WaitEstimate other) {
        WaitEstimate longer = other.nanos > nanos ? other : this;
        return new WaitEstimate(longer.nanos, isKnown && other.isKnown, longer.what, longer.limit);
    }

    /** The shorter wait. */
    public WaitEstimate or(WaitEstimate other) {
        return other.nanos < nanos ? other : this;
    }

    public Duration duration() {
        return Duration.ofNanos((long) nanos);
    }

    /** A limit as an amount per minute, or per longer time. */
    static String text(LimitTracker meter, String unit) {
        boolean isDay = Math.abs(meter.windowNanos() / 86_400e9 - 1) < 0.1;
        return meter.isLong()
                ? String.format(
                        Locale.ROOT,
                        "%,d %s per %s",
                        Math.round(meter.mostAtOnce()),
                        unit,
                        isDay ? "day" : Math.round(meter.windowNanos() / 60e9) + " minutes")
                : String.format(Locale.ROOT, "%,d %s per minute", Math.round(meter.perMinute()), unit);
    }
}
