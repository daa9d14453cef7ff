// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

/**
 * A server's answer to one call.
 *
 * @param outcome what becomes of the call
 * @param requests what the headers say after the charge
 * @param tokens what the headers say after the charge
 * @param asked how much of the exhausted dimension the call asked for; 0 unless it is exhausted
 * @param waitNanos how long until this very call would fit; 0 unless a dimension is exhausted
 */
public record Decision(Outcome outcome, Reading requests, Reading tokens, long asked, long waitNanos) {
    /** What becomes of a call. */
    public enum Outcome {
        /** It is served. */
        GRANTED,
        /** Status 429: too many requests. */
        REQUESTS_EXHAUSTED,
        /** Status 429: too many tokens. */
        TOKENS_EXHAUSTED,
        /** Status 429 with the code {@code slow_down}. */
        SLOW_DOWN,
        /** Status 500. */
        SERVER_ERROR
    }

    /** Whether the call is served. */
    public boolean granted() {
        return outcome == Outcome.GRANTED;
    }

    /** Whether the call is answered with status 429. */
    public boolean rejected() {
        return outcome != Outcome.GRANTED && outcome != Outcome.SERVER_ERROR;
    }
}
