// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import java.time.Duration;
import java.util.OptionalLong;

/** Books requests and tokens against the limits of a minute. Pure arithmetic with time as an argument. Not thread-safe. */
final class Ledger {
    /*
     * 1. One bucket a dimension, refilled continuously: so the API's own limiter behaves (its reset headers show it).
     * 2. Both buckets are debited together, or neither is: a half-paid call would starve the other dimension.
     * 3. A bucket holds a little less than a minute's worth. Calls reach the server later than they leave here, so its
     *    buckets run a moment behind ours; the slack keeps the last call of a burst from being rejected.
     * 4. Tokens are an estimate. Settling pays the difference back, or leaves a debt that later calls wait for.
     */
    private static final double BURST = 0.95;
    private static final double NANOS_PER_MINUTE = 60e9;

    private final Limits limits;
    private final Bucket requests;
    private final Bucket tokens;

    Ledger(Limits limits, long nowNanos) {
        this.limits = limits;
        this.requests = bucket(limits.requestsPerMinute(), nowNanos);
        this.tokens = bucket(limits.tokensPerMinute(), nowNanos);
    }

    private static Bucket bucket(OptionalLong limit, long nowNanos) {
        if (limit.isEmpty()) {
            return null;
        }
        // Never less than one request: a bucket of 0.95 would be in debt all the time.
        double capacity = Math.max(1, limit.getAsLong() * BURST);
        return new Bucket(capacity, limit.getAsLong() / NANOS_PER_MINUTE, nowNanos);
    }

    /** Takes the cost if both dimensions have it now; else takes nothing and says what is in the way. */
    Admission tryTake(Cost cost, long nowNanos) {
        Admission answer = ask(cost, nowNanos);
        if (answer instanceof Admission.Granted) {
            take(1, cost.tokens(), nowNanos);
        }
        return answer;
    }

    /** What {@link #tryTake} would say; takes nothing. */
    Admission ask(Cost cost, long nowNanos) {
        if (limits.tokensPerMinute().isPresent()
                && cost.tokens() > limits.tokensPerMinute().getAsLong()) {
            return new Admission.NeverFits(cost, limits);
        }
        long wait = Math.max(
                requests == null ? 0 : requests.nanosUntil(1, nowNanos),
                tokens == null ? 0 : tokens.nanosUntil(cost.tokens(), nowNanos));
        return wait > 0 ? new Admission.Wait(Duration.ofNanos(wait)) : Admission.GRANTED;
    }

    /** How long a call waits that comes behind so many requests with so many tokens in all, itself included. */
    Duration waitBehind(long queuedRequests, long queuedTokens, long nowNanos) {
        double nanos = 0;
        if (requests != null) {
            nanos = Math.max(nanos, requests.nanosFor(queuedRequests - requests.level(nowNanos)));
        }
        if (tokens != null) {
            nanos = Math.max(nanos, tokens.nanosFor(queuedTokens - tokens.level(nowNanos)));
        }
        return Duration.ofNanos((long) nanos);
    }

    /** Corrects the estimate of a finished call. */
    void settle(Cost estimate, long usedTokens, long nowNanos) {
        giveBack(0, estimate.tokens() - usedTokens, nowNanos);
    }

    /** Takes back a call that never left. */
    void refund(Cost cost, long nowNanos) {
        giveBack(1, cost.tokens(), nowNanos);
    }

    /** The server has said no: whatever we thought was left is not there. */
    void empty(long nowNanos) {
        if (requests != null) {
            requests.empty(nowNanos);
        }
        if (tokens != null) {
            tokens.empty(nowNanos);
        }
    }

    Limits limits() {
        return limits;
    }

    /** Requests that could leave now; may be negative; empty without a limit. */
    OptionalLong requestsLeft(long nowNanos) {
        return requests == null ? OptionalLong.empty() : OptionalLong.of((long) Math.floor(requests.level(nowNanos)));
    }

    /** Tokens that could be used now; may be negative; empty without a limit. */
    OptionalLong tokensLeft(long nowNanos) {
        return tokens == null ? OptionalLong.empty() : OptionalLong.of((long) Math.floor(tokens.level(nowNanos)));
    }

    private void take(double requestCount, double tokenCount, long nowNanos) {
        if (requests != null) {
            requests.take(requestCount, nowNanos);
        }
        if (tokens != null) {
            tokens.take(tokenCount, nowNanos);
        }
    }

    private void giveBack(double requestCount, double tokenCount, long nowNanos) {
        if (requests != null) {
            requests.giveBack(requestCount, nowNanos);
        }
        if (tokens != null) {
            tokens.giveBack(tokenCount, nowNanos);
        }
    }
}
