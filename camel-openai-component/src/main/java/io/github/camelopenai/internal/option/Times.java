// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.option;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/** Reads times as Camel does. Stateless. */
public final class Times {

    /** Such as 500, 30s, 1h30m and 2s500ms. */
    private static final Pattern AMOUNT =
            Pattern.compile("\\d++|(?=\\d)(?:\\d++d)?+(?:\\d++h)?+(?:\\d++m(?!s))?+(?:\\d++s)?+(?:\\d++ms)?+");

    private Times() {}

    /** A Duration, a number of milliseconds, or a text such as {@code 500}, {@code 30s} or {@code PT5S}; else empty. */
    public static Optional<Long> millis(Object value) {
        try {
            if (value instanceof Duration duration) {
                return Optional.of(duration.toMillis());
            }
            if (value instanceof Number number) {
                return Optional.of(number.longValue());
            }
            String text = String.valueOf(value).strip();
            boolean negative = text.startsWith("-");
            String amount = negative ? text.substring(1) : text;
            if (amount.regionMatches(true, 0, "P", 0, 1)) {
                return Optional.of(Duration.parse(text).toMillis());
            }
            if (!AMOUNT.matcher(amount).matches()) {
                return Optional.empty(); // Camel makes 0 of most texts
            }
            long millis = TimeUtils.toMilliSeconds(amount);
            return Optional.of(negative ? -millis : millis);
        } catch (RuntimeException e) { // of several kinds: Camel's parser has its own
            return Optional.empty();
        }
    }
}
