// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

/** Writes a duration as the server does, such as {@code 20ms}, {@code 8.64s} or {@code 6m0s}. */
final class GoDuration {
    private static final long MILLIS_PER_MINUTE = 60_000;
    private static final long MINUTES_PER_HOUR = 60;

    private GoDuration() {}

    /** Rounds up to a millisecond. */
    static String format(long nanos) {
        long millis = (nanos + 999_999) / 1_000_000;
        if (millis > 0 && millis < 1_000) {
            return millis + "ms";
        }
        long minutes = millis / MILLIS_PER_MINUTE;
        long hours = minutes / MINUTES_PER_HOUR;
        String seconds = seconds(millis % MILLIS_PER_MINUTE);
        if (hours > 0) {
            return hours + "h" + minutes % MINUTES_PER_HOUR + "m" + seconds;
        }
        return minutes > 0 ? minutes + "m" + seconds : seconds;
    }

    private static String seconds(long millis) {
        String fraction = String.format("%03d", millis % 1_000).replaceFirst("0+$", "");
        return millis / 1_000 + (fraction.isEmpty() ? "s" : "." + fraction + "s");
    }
}
