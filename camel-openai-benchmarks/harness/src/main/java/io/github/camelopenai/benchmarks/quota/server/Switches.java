// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import java.util.OptionalLong;

/**
 * How a server behaves beyond its quota.
 *
 * @param rejectedCalls whether a rejected call is charged as a request
 * @param headers whether answers carry the {@code x-ratelimit-} headers
 * @param retryAfter whether a rejection says how long to wait
 * @param halvedAtNanos when both limits are halved
 * @param errorShare the share of calls that end with status 500; 0.01 is one in a hundred
 * @param slowDownAtNanos from when on one call is answered with {@code slow_down}
 * @param seed chooses the calls that end with status 500
 */
public record Switches(
        boolean rejectedCalls,
        boolean headers,
        boolean retryAfter,
        OptionalLong halvedAtNanos,
        double errorShare,
        OptionalLong slowDownAtNanos,
        long seed) {
    /** Rejected calls count, headers and waits are sent, nothing else happens. */
    public static Switches standard() {
        return new Switches(true, true, true, OptionalLong.empty(), 0, OptionalLong.empty(), 1);
    }

    /** The same without counting rejected calls. */
    public Switches forgivingRejectedCalls() {
        return new Switches(false, headers, retryAfter, halvedAtNanos, errorShare, slowDownAtNanos, seed);
    }

    /** The same without {@code x-ratelimit-} headers. */
    public Switches withoutHeaders() {
        return new Switches(rejectedCalls, false, retryAfter, halvedAtNanos, errorShare, slowDownAtNanos, seed);
    }

    /** The same with rejections that do not say how long to wait. */
    public Switches withoutRetryAfter() {
        return new Switches(rejectedCalls, headers, false, halvedAtNanos, errorShare, slowDownAtNanos, seed);
    }

    /** The same with limits that are halved at this time. */
    public Switches halvedAt(long nanos) {
        return new Switches(
                rejectedCalls, headers, retryAfter, OptionalLong.of(nanos), errorShare, slowDownAtNanos, seed);
    }

    /** The same with a share of calls that end with status 500. */
    public Switches withErrors(double share, long chosenBy) {
        return new Switches(rejectedCalls, headers, retryAfter, halvedAtNanos, share, slowDownAtNanos, chosenBy);
    }

    /** The same with one {@code slow_down} from this time on. */
    public Switches slowDownAt(long nanos) {
        return new Switches(
                rejectedCalls, headers, retryAfter, halvedAtNanos, errorShare, OptionalLong.of(nanos), seed);
    }
}
