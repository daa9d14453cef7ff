// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import io.github.camelopenai.internal.quota.learn.LearnedLimit;
import io.github.camelopenai.internal.quota.learn.MinuteRollover;
import io.github.camelopenai.internal.quota.learn.RefillModel;

/**
 * When one limit lets a call leave, by three accounts of the same charges. Arithmetic with time as an argument. Not
 * thread-safe.
 */
final class DeparturePolicy {
    /*
     * 1. The bucket refills continuously; the log drops a charge a minute later. What the log allows is safe with every
     *    server whose limit is per minute: a bucket, a fixed and a sliding minute.
     * 2. A third account, the pace, lets only a few seconds' worth leave at once. It is safe with slices of seconds
     *    too.
     * 3. Before the first header, both log and pace must allow a call. Once headers arrive, what the server reports as
     *    left may be used at once, whatever its kind: log or pace is enough. When the refill model is known, the bucket
     *    decides if the server is a bucket, else the log.
     * 4. While lanes share the quota, the pace must allow a call too, unless the server is a bucket: see flowEvenly.
     */
    private static final double MINUTE = 60e9;
    private static final double LEEWAY = 0.08;
    private static final long SECOND = 1_000_000_000L;

    private final LearnedLimit limit;
    private final double paceSeconds;
    private final RefillModel shape;
    private final MinuteRollover minute;
    private final Bucket bucket;
    private final Bucket pace;
    private final SlidingLog log;
    private boolean heard;
    private boolean even; // lanes share the limit
    private double cut = 1;
    private double leeway = LEEWAY;
    private long strictAt;

    /** @param paceSeconds how many seconds' worth may leave at once while the server is unknown */
    DeparturePolicy(LearnedLimit limit, double paceSeconds, RefillModel shape, MinuteRollover minute, long nowNanos) {
        this.limit = limit;
        this.paceSeconds = paceSeconds;
        this.shape = shape;
        this.minute = minute;
        this.bucket = new Bucket(limit.capacity(), limit.perNano(), nowNanos);
        this.pace = new Bucket(paceBurst(), limit.perNano(), nowNanos);
        this.log = new SlidingLog(nowNanos);
        this.strictAt = nowNanos - 2 * SECOND; // long ago
    }

    private double paceBurst() {
        return Math.max(1, limit.perMinute() * cut * paceSeconds / 60);
    }

    private boolean isBucket() {
        return shape.kind() == RefillModel.Kind.BUCKET;
    }

    /** Charges; never refuses. */
    void take(double amount, long now) {
        bucket.take(amount, now);
        pace.take(amount, now);
        log.add(amount, now, now);
    }

    /** The charged amount has left only now. */
    void left(double amount, long chargedAt, long now) {
        log.add(-amount, chargedAt, now);
        log.add(amount, now, now);
    }

    /** A part of a charge is taken back; negative when more is charged. */
    void giveBack(double amount, long chargedAt, long now) {
        bucket.giveBack(amount, now);
        pace.giveBackBeyond(amount, now);
        log.add(-amount, chargedAt, now);
    }

    /** The deciding account was too low by the amount, or too high when negative. */
    void correct(double amount, long now) {
        if (isBucket()) {
            bucket.giveBack(amount, now);
        } else if (amount > 0) {
            log.forget(amount, now);
        } else {
            log.add(-amount, now, now);
        }
    }

    /** Starts with the part of the limit that was used before the limit became known. */
    void begin(double used, long now) {
        bucket.giveBack(-used, now);
        log.add(used, now, now);
    }

    /** What the server has left, by our estimate. */
    double level(long now) {
        return isBucket() ? bucket.level(now) : inLog(now);
    }

    private double inLog(long now) {
        return limit.capacity() - log.sum(now);
    }

    /** What the bucket holds. */
    double inBucket(long now) {
        return bucket.level(now);
    }

    /** What the bucket holds at most. */
    double bucketCapacity() {
        return bucket.capacity();
    }

    /** What was charged within a minute. */
    double logged(long now) {
        return log.sum(now);
    }

    /** What is about to leave our log, and may have left the server's. */
    double leaving(long now) {
        return log.aboutToLeave(now);
    }

    /** When the oldest charge in the log was made; {@link Long#MAX_VALUE} without one. */
    long oldest(long now) {
        return log.oldest(now);
    }

    /** The server's refill per nanosecond. */
    double perNano() {
        return bucket.perNano();
    }

    /**
     * Nanoseconds until the amount may leave; 0 when it may now.
     *
     * @param margin what is left unused
     */
    long nanosUntil(double amount, double margin, long now) {
        double whole = Math.floor(margin); // a fraction of one is a whole minute late in a window
        long wait =
                switch (shape.kind()) {
                    case BUCKET -> bucket.nanosUntil(amount + margin, now);
                    case WINDOW ->
                        minute.wantsProbe()
                                ? 0
                                : minute.isProbing()
                                        ? Math.min(pace.nanosUntil(amount, now), untilInLog(amount + whole, now))
                                        : untilInLog(amount + whole, now);
                    default ->
                        heard
                                ? Math.min(pace.nanosUntil(amount, now), untilInLog(amount + whole, now))
                                : Math.max(
                                        pace.nanosUntil(amount, now),
                                        untilInLog(amount - leeway * limit.capacity(), now));
                };
        return isPaced() ? Math.max(wait, pace.nanosUntil(amount, now)) : wait;
    }

    private boolean isPaced() {
        return cut < 1 || even && !isBucket();
    }

    private long untilInLog(double amount, long now) {
        return Math.min(
                log.nanosUntilGone(Math.min(amount, limit.capacity()) - inLog(now), now), minute.nanosUntilTurn(now));
    }

    /** See {@link LimitTracker#nanosUntilLastStretch}. */
    long nanosUntilLastStretch(long now) {
        return even ? Long.MAX_VALUE : minute.nanosUntilLastStretch(now); // then the pace holds calls back
    }

    /** See {@link LimitTracker#nanosFor}. */
    double nanosFor(double amount, double charged, double nanosUnderway, long now) {
        // Within a minute, a call holds its unused charge only while it is in flight.
        double inMinute = amount + (charged - amount) * Math.min(1, nanosUnderway / MINUTE);
        // A bucket gets refunds back at once, but calls cannot hold more than its content and the refill meanwhile.
        double inflow = bucket.perNano() * nanosUnderway;
        double inBucket = Math.max(amount, charged * inflow / (limit.capacity() + inflow));
        double paced = pace.nanosFor(amount, now);
        double wait =
                switch (shape.kind()) {
                    case BUCKET -> bucket.nanosFor(inBucket, now);
                    case WINDOW -> inLogFor(inMinute, now);
                    default ->
                        heard
                                ? Math.min(paced, inLogFor(inMinute, now))
                                : Math.max(paced, inLogFor(inMinute - leeway * limit.capacity(), now));
                };
        return isPaced() ? Math.max(wait, paced) : wait;
    }

    /**
     * The next minute accepts as much as the last one, so a missing amount takes whole minutes plus the wait for the
     * remainder.
     */
    private double inLogFor(double amount, long now) {
        double missing = amount - inLog(now);
        if (missing <= 0) {
            return 0;
        }
        double minutes = Math.ceil(missing / limit.capacity()) - 1;
        double rest = missing - minutes * limit.capacity();
        return minutes * MINUTE + Math.min(log.nanosUntilGone(rest, now), minute.nanosUntilTurn(now));
    }

    /** The first header has arrived: from now on the server reports what is left. */
    void hear() {
        heard = true;
    }

    boolean heard() {
        return heard;
    }

    /** See {@link LimitTracker#flowEvenly}. */
    void flowEvenly(boolean yes) {
        even = yes;
    }

    /** The server has refused: refunds are back in the pace, but not at the server. */
    void refused(long now) {
        pace.giveBack(-Math.max(0, pace.level(now)), now);
    }

    /** The server has refused without details: what we assumed to be left is not there. */
    void empty(long now) {
        if (bucket.level(now) > 0) {
            bucket.giveBack(-bucket.level(now), now);
        }
        refused(now);
    }

    /** See {@link LimitTracker#stricter}. */
    boolean stricter(long now) {
        boolean had = leeway > 0.005;
        if (now - strictAt > SECOND) {
            leeway = had ? leeway * 0.9 : 0;
            strictAt = now;
        }
        return had;
    }

    /** Only a part of the limit is used, from the next {@link #reshape} on; true when that is news. */
    boolean cut(double part) {
        boolean news = part != cut;
        cut = part;
        return news;
    }

    /** The server's minute has rolled over: earlier charges are gone. */
    void forgetBefore(long turnedAt, long now) {
        log.forgetBefore(turnedAt, now);
    }

    /**
     * The limit has changed: the bucket grows at once. It shrinks only after a comparison, which would otherwise lose
     * what has left since.
     */
    void grow(double refill, long now) {
        bucket.reshape(Math.max(limit.capacity(), bucket.capacity()), refill, now);
    }

    /** The bucket takes the size of the limit, and this refill from now on. */
    void refillBy(double perNano, long now) {
        bucket.reshape(limit.capacity(), perNano, now);
    }

    /** All accounts take the size of the limit, or of its used part. */
    void reshape(double refill, long now) {
        refillBy(refill, now);
        pace.reshape(paceBurst(), limit.perMinute() * cut / MINUTE, now);
    }
}
