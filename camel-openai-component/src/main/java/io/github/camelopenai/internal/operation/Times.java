// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import java.time.Duration;
import java.util.Optional;
import org.apache.camel.util.TimeUtils;

/** Reads times as Camel does. Stateless. */
public final class Times {

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
            return Optional.of(
                    text.regionMatches(true, text.startsWith("-") ? 1 : 0, "P", 0, 1)
                            ? Duration.parse(text).toMillis()
                            : TimeUtils.toMilliSeconds(text));
        } catch (RuntimeException e) { // of several kinds: Camel's parser has its own
            return Optional.empty();
        }
    }
}
