// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import java.time.Duration;

/**
 * The answer to {@link QuotaStore#lease}. Immutable.
 *
 * @param granted    units that now belong to the caller; 0 if there were fewer than it needs
 * @param retryAfter when 0 were granted, the time after which the bucket holds what the caller needs if no other
 *     process takes from it, or a moment if too many take at once; more than zero; else {@link Duration#ZERO}
 */
public record Lease(long granted, Duration retryAfter) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if {@code granted} is negative, or a wait is given with a grant or missing
     *     without one
     */
    public Lease {
        if (granted < 0) {
            throw new IllegalArgumentException("granted must not be negative but was " + granted);
        }
        if ((granted > 0) != retryAfter.isZero() || retryAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "a lease of " + granted + " units cannot come with a waiting time of " + retryAfter);
        }
    }

    /**
     * A grant of units, which now belong to the caller.
     *
     * @param units at least 1
     */
    public static Lease of(long units) {
        return new Lease(units, Duration.ZERO);
    }

    /**
     * A refusal: nothing was taken.
     *
     * @param retryAfter when to ask again; more than zero
     */
    public static Lease refused(Duration retryAfter) {
        return new Lease(0, retryAfter);
    }

    /** Whether units were granted. */
    public boolean isGranted() {
        return granted > 0;
    }
}
