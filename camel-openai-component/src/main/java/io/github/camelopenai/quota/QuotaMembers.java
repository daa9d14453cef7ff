// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

/**
 * The members that share a bucket. Immutable.
 *
 * @param count how many there are, the asking one included; at least 1
 * @param held  units that all of them together have leased and not used yet, by their last reports; at least 0
 */
public record QuotaMembers(int count, long held) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if {@code count} is below 1 or {@code held} is negative
     */
    public QuotaMembers {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1 but was " + count);
        }
        Amounts.check(held);
    }
}
