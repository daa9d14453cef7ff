// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

import java.time.Duration;

/** Checks the arguments of setters. Stateless. */
final class Bound {

    private static final Duration LONGEST = Duration.ofDays(36_500); // in nanoseconds it fits a long

    private Bound() {}

    static long positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
        }
        return value;
    }

    static Duration positive(String name, Duration value) {
        if (value == null || value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(
                    name + " must be above zero but was " + value + "; give a duration such as 30m");
        }
        return value.compareTo(LONGEST) > 0 ? LONGEST : value;
    }
}
