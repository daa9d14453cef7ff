// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

/**
 * What the headers say about one dimension.
 *
 * @param limit the limit, of the server's own slice where it has slices
 * @param remaining what is free, rounded down, never negative
 * @param resetNanos how long until all of it is free
 */
public record Reading(long limit, long remaining, long resetNanos) {
    static Reading of(double limit, double free, long resetNanos) {
        return new Reading((long) limit, (long) Math.max(0, free + Bucket.TINY), Math.max(0, resetNanos));
    }
}
