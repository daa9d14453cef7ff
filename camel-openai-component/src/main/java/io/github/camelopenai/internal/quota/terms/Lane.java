// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

/**
 * Calls that belong together and share the quota with other lanes when it is not enough for all.
 *
 * @param name   any text; calls with the same name share a lane
 * @param weight its share relative to other lanes, above 0
 */
public record Lane(String name, double weight) {

    /** The lane of calls without a lane name. */
    public static final Lane DEFAULT = new Lane("default", 1);

    /** Checks the range. */
    public Lane {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("laneWeight must be positive but was " + weight);
        }
    }
}
