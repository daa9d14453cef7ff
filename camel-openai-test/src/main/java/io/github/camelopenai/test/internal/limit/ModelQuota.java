// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.limit;

import io.github.camelopenai.test.internal.limit.Admission.Dimension;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The two buckets of one model. Both are charged or neither. Thread-safe: all state is guarded by this object. */
public final class ModelQuota {
    private final Limits limits;
    private final TokenBucket requests;
    private final TokenBucket tokens;
    private final PriorityQueue<Correction> due = new PriorityQueue<>(Comparator.comparingLong(Correction::atNanos));

    public ModelQuota(Limits limits, long nowNanos) {
        this.limits = limits;
        this.requests = new TokenBucket(limits.requestsPerMinute(), nowNanos);
        this.tokens = new TokenBucket(limits.tokensPerMinute(), nowNanos);
    }

    /** Charges one request and {@code cost} tokens if both are there. */
    public synchronized Admission admit(long cost, long nowNanos) {
        advance(nowNanos);
        Duration requestWait = requests.untilHolds(1);
        if (cost > tokens.capacity()) {
            return requestWait.isZero() ? tooLarge(cost) : refused(Dimension.REQUESTS, requests, 1);
        }
        Duration tokenWait = tokens.untilHolds(cost);
        if (requestWait.isZero() && tokenWait.isZero()) {
            requests.take(1);
            tokens.take(cost);
            return new Admission.Granted();
        }
        return requestWait.compareTo(tokenWait) >= 0
                ? refused(Dimension.REQUESTS, requests, 1)
                : refused(Dimension.TOKENS, tokens, cost);
    }

    /** Gives tokens back, or takes more when {@code amount} is negative, at a moment that may lie ahead. */
    public synchronized void correct(long amount, long atNanos) {
        due.add(new Correction(amount, atNanos));
    }

    public synchronized Levels levels(long nowNanos) {
        advance(nowNanos);
        return new Levels(limits, requests.remaining(), tokens.remaining(), requests.untilFull(), tokens.untilFull());
    }

    private void advance(long nowNanos) {
        // In the order of time: a gift that meets a full bucket is lost, one that meets an empty one is not.
        while (!due.isEmpty() && due.peek().atNanos() <= nowNanos) {
            Correction correction = due.poll();
            tokens.refill(correction.atNanos());
            tokens.give(correction.amount());
        }
        requests.refill(nowNanos);
        tokens.refill(nowNanos);
    }

    private Admission tooLarge(long cost) {
        requests.take(1);
        return new Admission.TooLarge(tokens.capacity(), cost);
    }

    private static Admission refused(Dimension dimension, TokenBucket bucket, long requested) {
        return new Admission.Refused(
                dimension, bucket.capacity(), bucket.used(), requested, bucket.untilHolds(requested));
    }

    private record Correction(long amount, long atNanos) {}
}
