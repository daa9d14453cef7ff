// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

/**
 * The quota state in the headers of one answer, as of the moment at which the server accepted the call. Immutable.
 *
 * @param requests from {@code x-ratelimit-*-requests}; null when absent
 * @param tokens   from {@code x-ratelimit-*-tokens}; null when absent
 */
public record ServerView(Reading requests, Reading tokens) {

    /** An answer without such headers. */
    public static final ServerView NONE = new ServerView(null, null);

    /**
     * One dimension.
     *
     * @param limit      at least 1
     * @param remaining  what was left after the call, rounded down
     * @param resetNanos until all of it is back; negative when not reported
     */
    public record Reading(long limit, long remaining, long resetNanos) {}

    /** Whether any such header is present. */
    public boolean isPresent() {
        return requests != null || tokens != null;
    }
}
