// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

/**
 * What the headers of one answer say about the quota, as of the moment at which the server let the call in. Immutable.
 *
 * @param requests what {@code x-ratelimit-*-requests} say; null when absent
 * @param tokens   what {@code x-ratelimit-*-tokens} say; null when absent
 */
public record ServerView(Reading requests, Reading tokens) {

    /** An answer without such headers. */
    public static final ServerView NONE = new ServerView(null, null);

    /**
     * One dimension.
     *
     * @param limit      at least 1
     * @param remaining  what was left after the call, rounded down
     * @param resetNanos until all of it is back; negative when the server does not say
     */
    public record Reading(long limit, long remaining, long resetNanos) {}

    /** Whether it says anything. */
    public boolean isPresent() {
        return requests != null || tokens != null;
    }
}
