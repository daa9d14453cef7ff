// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.limit;

/** How many requests and tokens a model may take per minute. Immutable. */
public record Limits(long requestsPerMinute, long tokensPerMinute) {
    /** Above this the bucket's integer arithmetic would overflow. */
    private static final long MOST = 100_000_000_000L;

    public Limits {
        check("requestsPerMinute", requestsPerMinute);
        check("tokensPerMinute", tokensPerMinute);
    }

    private static void check(String name, long value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(name + " must be between 1 and " + MOST + " but was " + value);
        }
    }
}
