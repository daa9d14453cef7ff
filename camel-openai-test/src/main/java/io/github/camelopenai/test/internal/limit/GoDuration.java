// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.limit;

import java.math.BigDecimal;
import java.time.Duration;

/** Writes durations as the API's headers and messages do: 0s, 20ms, 8.64s, 6m0s, 1h2m3s. */
public final class GoDuration {
    private GoDuration() {}

    /** Rounded up to whole milliseconds: who waits that long must not come too early. */
    public static String of(Duration duration) {
        long millis = millis(duration);
        if (millis == 0) {
            return "0s";
        }
        if (millis < 1_000) {
            return millis + "ms";
        }
        long minutes = millis / 60_000;
        String seconds = seconds(millis % 60_000);
        if (minutes == 0) {
            return seconds;
        }
        return minutes < 60 ? minutes + "m" + seconds : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }

    /** Whole milliseconds, rounded up. */
    public static long millis(Duration duration) {
        return -Math.floorDiv(-duration.toNanos(), 1_000_000L);
    }

    /** Whole seconds, rounded up, at least one: what the header Retry-After may hold. */
    public static long retryAfterSeconds(Duration duration) {
        return Math.max(1, -Math.floorDiv(-duration.toNanos(), 1_000_000_000L));
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + "s";
    }
}
