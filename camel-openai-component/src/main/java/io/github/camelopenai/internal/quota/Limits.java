// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import java.util.OptionalLong;

/**
 * What the account may use in a minute.
 *
 * @param requestsPerMinute at least 1, or empty for no limit
 * @param tokensPerMinute   at least 1, or empty for no limit
 */
public record Limits(OptionalLong requestsPerMinute, OptionalLong tokensPerMinute) {

    /** No limit known. */
    public static final Limits NONE = new Limits(OptionalLong.empty(), OptionalLong.empty());

    /** Both limits. */
    public static Limits perMinute(long requests, long tokens) {
        return new Limits(OptionalLong.of(requests), OptionalLong.of(tokens));
    }

    /** These limits, with the given ones in place of ours where they are set. */
    public Limits overriddenBy(Long requests, Long tokens) {
        return new Limits(
                requests == null ? requestsPerMinute : OptionalLong.of(requests),
                tokens == null ? tokensPerMinute : OptionalLong.of(tokens));
    }

    @Override
    public String toString() {
        return text(requestsPerMinute) + " requests and " + text(tokensPerMinute) + " tokens per minute";
    }

    private static String text(OptionalLong limit) {
        return limit.isPresent() ? String.format(java.util.Locale.ROOT, "%,d", limit.getAsLong()) : "unlimited";
    }
}
