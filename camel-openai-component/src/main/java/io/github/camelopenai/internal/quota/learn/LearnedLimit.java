// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import io.github.camelopenai.internal.quota.terms.Limits.Learning;
import io.github.camelopenai.internal.quota.terms.Limits.Limit;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;

/**
 * The limit of one dimension, by current knowledge: the configured one, then that of the headers. It falls at once, and
 * rises after several headers that agree. Not thread-safe.
 */
public final class LearnedLimit {
    private static final double MINUTE = 60e9;
    private static final double SHORT_WINDOW = 20e9;
    private static final double NOISE = 0.02;
    private static final int CAREFUL = 3;
    private static final double FAR = 4;
    private static final double FAR_FOR_A_SLICE = 100; // a slice of a second is a sixtieth of a minute

    private final boolean mayRise;
    private final boolean mayFall;
    private double perMinute;
    private double capacity;
    private int higher; // how often in a row a header named more
    private int farLower; // how often in a row a header named far less
    private long named; // by the previous header; 0 for none
    private boolean changed;
    private long changedAt; // when the limit changed
    private boolean selfLimited;
    private boolean told; // by a header, with no more than this limit
    private boolean heard; // the limit is from a header, and no longer the configured one

    public LearnedLimit(Limit limit) {
        this.perMinute = limit.perMinute().getAsLong();
        this.capacity = perMinute;
        this.mayRise = limit.learning() == Learning.BOTH;
        this.mayFall = limit.learning() != Learning.NONE;
    }

    /**
     * Takes one header. Answers to calls that left before the limit changed still name the old one.
     *
     * @param sentAt when the call left
     * @return whether the limit has changed
     */
    public boolean learn(Reading reading, RefillModel shape, long sentAt) {
        if (changed && sentAt - changedAt < 0) {
            return false;
        }
        boolean slice = isSlice(reading, shape);
        double window = window(shape);
        double seen = seen(reading, shape);
        double newLimit = perMinute;
        higher = seen > perMinute * (1 + NOISE) ? higher + 1 : 0;
        if (mayFall && seen < perMinute * (1 - NOISE)) {
            newLimit = seen;
        } else if (mayRise && higher >= CAREFUL && (shape.kind() != RefillModel.Kind.UNKNOWN || isFarTooLow(seen))) {
            newLimit = seen;
        }
        selfLimited = seen > newLimit * (1 + NOISE);
        told = !slice && !selfLimited;
        if (!mayFall) {
            return false;
        }
        double newCapacity = Math.max(1, Math.min(reading.limit(), newLimit * window / MINUTE));
        boolean news = Math.abs(newLimit - perMinute) > perMinute * 0.005
                || Math.abs(newCapacity - capacity) > capacity * NOISE;
        if (news) {
            changed = true;
            heard = true;
            changedAt = sentAt;
            perMinute = newLimit;
            capacity = newCapacity;
        }
        return news;
    }

    /**
     * Whether one answer is not enough to believe this limit: it is far below the known one, and previous answers did
     * not name it.
     */
    public boolean isOdd(Reading reading, RefillModel shape) {
        boolean isFirst = named == 0;
        double far = isFirst ? FAR_FOR_A_SLICE : FAR;
        farLower = mayFall && reading.limit() < (isFirst ? perMinute : named) / far ? farLower + 1 : 0;
        boolean isOdd = farLower > 0 && farLower < CAREFUL;
        named = isOdd ? named : reading.limit();
        return isOdd;
    }

    /** Whether a limit from a header is far below this reading. A configured limit may be. */
    private boolean isFarTooLow(double seen) {
        return heard && seen > perMinute * FAR;
    }

    private static boolean isSlice(Reading reading, RefillModel shape) {
        double implied = RefillModel.impliedWindowNanos(reading);
        return shape.kind() != RefillModel.Kind.BUCKET && implied > 0 && implied < SHORT_WINDOW;
    }

    private static double window(RefillModel shape) {
        return shape.kind() == RefillModel.Kind.BUCKET ? shape.windowNanos() : MINUTE;
    }

    /** The limit per minute that an answer names. */
    private double seen(Reading reading, RefillModel shape) {
        return isSlice(reading, shape) ? perMinute : reading.limit() * MINUTE / window(shape);
    }

    /** Whether the limit is the server's own: one from a header that was not lowered here, or a part of one. */
    public boolean isNamed() {
        return mayFall && (told || capacity < perMinute * (1 - NOISE));
    }

    /** The limit is from a header. */
    public void named() {
        named = Math.round(perMinute);
        told = true;
        heard = true;
    }

    /** The limit was a guess, and too low. */
    public void raise(double factor) {
        perMinute *= factor;
        capacity = Math.max(1, perMinute);
    }

    public double perMinute() {
        return perMinute;
    }

    /** The limit per nanosecond. */
    public double perNano() {
        return perMinute / MINUTE;
    }

    /**
     * The server's level when nothing is used: the limit for a minute, or for the time that its bucket takes to fill.
     */
    public double capacity() {
        return capacity;
    }

    /** Whether it was configured as a number, or named by the server; not a tier's usual limit, nor a guess. */
    public boolean isKnown() {
        return !mayRise || told;
    }

    /** Whether the server allows more than we may use. */
    public boolean isOurOwn() {
        return selfLimited;
    }
}
