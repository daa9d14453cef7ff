// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import io.github.camelopenai.internal.quota.learn.CallsInFlight;
import io.github.camelopenai.internal.quota.learn.LearnedLimit;
import io.github.camelopenai.internal.quota.learn.LevelCorrection;
import io.github.camelopenai.internal.quota.learn.MinuteRollover;
import io.github.camelopenai.internal.quota.learn.RefillModel;
import io.github.camelopenai.internal.quota.learn.SafetyMargin;
import io.github.camelopenai.internal.quota.learn.UsageByOthers;
import io.github.camelopenai.internal.quota.terms.Limits.Limit;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import io.github.camelopenai.model.QuotaLevel;
import java.time.Duration;

/**
 * Tracks one dimension, requests or tokens or images: how much the server still accepts. Arithmetic with time as an
 * argument. Not thread-safe.
 */
public final class LimitTracker {
    /*
     * 1. DeparturePolicy states which accounts exist, and which of them decides.
     * 2. Headers correct the deciding account as of the moment at which the server accepted the call: its entry holds
     *    our level at departure, and the corrections since. LevelCorrection decides how much of a difference to
     *    believe.
     * 3. Differences that recur stay unused as a safety margin for a while: a header is as old as its call is long.
     */
    private static final double MINUTE = 60e9;
    private static final double LONG_WINDOW = 20 * MINUTE;
    private static final double NEWS_IS_OLD = 3e9;
    private static final double MARGIN_AT_MOST = 0.1;
    private static final double WINDOW_MARGIN_AT_MOST = 0.02;

    private final LearnedLimit limit;
    private final RefillModel shape = new RefillModel();
    private final MinuteRollover minute = new MinuteRollover(shape);
    private final DeparturePolicy books;
    private final LevelCorrection drift = new LevelCorrection();
    private final UsageByOthers foreign;
    private final SafetyMargin margin;
    private final CallsInFlight underway = new CallsInFlight();
    private double corrected;
    private int epoch;
    private int turnedIn; // the epoch of the last rollover of a fixed minute
    private ChargeEntry newest; // the answered call that left last
    private Reading newestReading;
    private boolean fresh; // the next reading sets the level
    private int raised; // how often in a row the server had more
    private DepartureBurst burst;
    private boolean shared; // others draw from the same store as we do

    /** @param paceSeconds how many seconds' worth may leave at once while the server is unknown */
    LimitTracker(Limit configured, double paceSeconds, long nowNanos) {
        this.limit = new LearnedLimit(configured);
        this.books = new DeparturePolicy(limit, paceSeconds, shape, minute, nowNanos);
        this.foreign = new UsageByOthers(0.9 * limit.perNano(), nowNanos);
        this.margin = new SafetyMargin(nowNanos);
        this.burst = new DepartureBurst(nowNanos);
    }

    /** Charges; never refuses. */
    ChargeEntry take(double amount, long now) {
        minute.take(amount, now);
        books.take(amount, now);
        burst = burst.at(now);
        ChargeEntry entry = new ChargeEntry(
                amount, now, books.inBucket(now), books.logged(now), books.leaving(now), corrected, epoch, burst);
        underway.add(entry);
        return entry;
    }

    /**
     * The charged call has left only now: a server with a sliding minute counts it for that much longer. Its comparison
     * values stay: the calls of a burst are late together, and arrive in the order in which they were charged.
     */
    void left(ChargeEntry entry, long now) {
        books.left(entry.amount, entry.at, now);
        minute.left(entry.amount, entry.at, now);
        entry.at = now;
    }

    /**
     * The call has ended.
     *
     * @param returned   the part of its charge that is taken back; negative when more is charged
     * @param notCharged how much less than we the server had charged when it accepted the call; negative for more
     */
    void end(ChargeEntry entry, double returned, double notCharged, long now) {
        underway.end(entry, notCharged);
        if (returned != 0) {
            books.giveBack(returned, entry.at, now);
        }
    }

    /** From now on usage by others slows us down only by what it has taken: the store divides the refill. */
    void share() {
        shared = true;
    }

    /** The part of the limit that others leave. */
    private double refill() {
        return shared ? limit.perNano() : Math.max(limit.perNano() * 0.02, limit.perNano() - foreign.perNano());
    }

    /** What the server has left, by our estimate. */
    public double level(long now) {
        return books.level(now);
    }

    /** Nanoseconds until the amount may leave; 0 when it may now. */
    long nanosUntil(double amount, long now) {
        if (minute.turns(now)) {
            forgetTheMinuteBefore(now);
        }
        return books.nanosUntil(amount, margin(now), now);
    }

    /** Header differences of the previous minute end with it. */
    private void forgetTheMinuteBefore(long now) {
        books.forgetBefore(minute.turnedAt(), now);
        epoch++;
        turnedIn = epoch;
        drift.reset();
    }

    /**
     * Nanoseconds until the last stretch of the server's fixed minute begins; 0 during it. {@link Long#MAX_VALUE} where
     * no such minute is known, and in its last moments, as a call that leaves then may arrive in the next one.
     */
    long nanosUntilLastStretch(long now) {
        return books.nanosUntilLastStretch(now);
    }

    /** The largest amount that can ever leave at once. */
    public double mostAtOnce() {
        return Math.max(1, limit.capacity());
    }

    /**
     * About how many nanoseconds it takes until the amount has left, even if it exceeds a minute's worth, in calls of
     * any size. Like {@link #nanosUntil}, but without the margin.
     *
     * @param amount        what the calls use in the end
     * @param charged       what they are charged while they are in flight; at least as much
     * @param nanosUnderway how long one call is in flight
     */
    double nanosFor(double amount, double charged, double nanosUnderway, long now) {
        return books.nanosFor(amount, charged, nanosUnderway, now);
    }

    /**
     * Compares our level with the server's report.
     *
     * @param entry   of the call that was answered
     * @param refused whether the server has refused the call for this limit
     * @return false when the report is not believed yet
     */
    boolean observe(ChargeEntry entry, boolean refused, Reading reading, long now) {
        if (limit.isOdd(reading, shape)) {
            return false;
        }
        if (refused) {
            books.refused(now);
        }
        boolean changed =
                shape.observe(reading, entry.at, books.oldest(now)) | !heard() | (fresh && entry.epoch == epoch);
        fresh &= !changed;
        if (limit.learn(reading, shape, entry.at)) {
            changed = true;
            books.grow(refill(), now);
        }
        boolean probed = minute.endsProbe(entry.at, reading);
        boolean turned = probed && minute.isTrusted();
        if (turned) {
            forgetTheMinuteBefore(now);
        }
        changed |= probed;
        books.hear();
        if (newest == null
                || entry.at - newest.at >= 0
                || entry.epoch > newest.epoch
                || newestReading.limit() != reading.limit()) {
            newest = entry;
            newestReading = reading;
        }
        if (changed) {
            epoch++;
            drift.reset();
            // Only what has left since the rollover counts, and earlier calls know nothing of it.
            boolean ofThisMinute = shape.kind() == RefillModel.Kind.BUCKET || newest.epoch >= turnedIn;
            if (!turned && ofThisMinute) {
                // The account that decides from now on was never compared before; the last report counts.
                correct(apart(newest, newestReading), now);
            }
            foreign.reset(now);
            reshape(now);
        } else if (entry.epoch == epoch) {
            compare(apart(entry, reading), refused, now);
        }
        return true;
    }

    private double apart(ChargeEntry entry, Reading reading) {
        double leaving = shape.kind() == RefillModel.Kind.BUCKET ? 0 : entry.leaving;
        return difference(reading.remaining(), ours(entry), leaving, entry);
    }

    /** What the server had left when the call had left, by our current estimate. */
    double ours(ChargeEntry entry) {
        boolean isBucket = shape.kind() == RefillModel.Kind.BUCKET;
        return (isBucket ? Math.min(entry.inBucket, books.bucketCapacity()) : limit.capacity() - entry.logged)
                + entry.notCharged()
                + (corrected - entry.corrected);
    }

    private void compare(double apart, boolean urgent, long now) {
        double applied = urgent && apart < 0 ? apart : drift.observe(apart, limit.capacity() * 0.1);
        if (urgent && apart < 0) {
            drift.reset();
        }
        if (applied > 0 && limit.isOurOwn()) {
            return;
        }
        raised = applied > 0 ? raised + 1 : applied < 0 ? 0 : raised;
        if (applied < 0 && !shape.countsFixedMinutes()) {
            // A bucket keeps what is not used; a window does not.
            double most = shape.kind() == RefillModel.Kind.WINDOW ? WINDOW_MARGIN_AT_MOST : MARGIN_AT_MOST;
            margin.raise(Math.max(margin(now), -applied), limit.capacity() * most, now);
        }
        correct(applied, now);
    }

    /**
     * The server's level less ours; 0 when they may be the same. The server rounds down, so its level lies between the
     * reported value and one more; it reports a negative level as zero. It may have accepted calls that left just
     * after, or not yet those that left just before. What is about to leave our log may have left the server's.
     */
    private static double difference(double remaining, double ours, double leaving, ChargeEntry entry) {
        double atMost = ours + leaving + entry.before();
        double atLeast = ours - entry.after();
        return remaining > 0 && atMost < remaining
                ? remaining - atMost
                : atLeast > remaining + 1 ? remaining + 1 - atLeast : 0;
    }

    private void correct(double amount, long now) {
        if (amount == 0) {
            return;
        }
        books.correct(amount, now);
        corrected += amount;
        if (foreign.add(-amount, now)) {
            books.refillBy(refill(), now);
        }
    }

    private void reshape(long now) {
        books.reshape(refill(), now);
    }

    /**
     * Begins in the middle: a limit became known while calls were in flight.
     *
     * @param underway what those calls may use, which the server may not have counted yet
     */
    void begin(Reading reading, double underway, long now) {
        shape.observe(reading, now, Long.MAX_VALUE);
        limit.named();
        books.hear();
        books.begin(limit.capacity() - (reading.remaining() - underway), now);
    }

    /** Earlier findings followed a wrong rule. */
    void startOver(long now) {
        raised = 0;
        fresh = true;
        epoch++;
        drift.reset();
        foreign.reset(now);
        reshape(now);
    }

    /** The server has refused without headers: the log is enforced more strictly. False when it already was. */
    boolean stricter(long now) {
        return books.stricter(now);
    }

    /** The server has refused without details: what we assumed to be left is not there. */
    void empty(long now) {
        books.empty(now);
    }

    /** The limit was a guess, and no call was rejected for it lately. */
    void raise(double factor, long now) {
        if (!heard()) {
            limit.raise(factor);
            reshape(now);
        }
    }

    /** From now on only a part of the limit is used. */
    void cut(double part, long now) {
        if (books.cut(part)) {
            reshape(now);
        }
    }

    private double margin(long now) {
        double late = shape.countsFixedMinutes() ? 0 : limit.perNano() * MinuteRollover.JITTER;
        double unsure = late + foreign.perNano() * NEWS_IS_OLD;
        return Math.max(margin.at(now), Math.min(unsure, limit.capacity() / 4));
    }

    /**
     * Whether calls leave at the pace of the limit even where the server would accept more. A window that one lane used
     * up at its beginning would make the others wait for most of a minute. A bucket flows evenly by itself.
     */
    void flowEvenly(boolean yes) {
        books.flowEvenly(yes);
    }

    public double perMinute() {
        return limit.perMinute();
    }

    /** The current state, for display. */
    public QuotaLevel.Dimension level(String name, long now) {
        return new QuotaLevel.Dimension(
                name,
                Math.round(isLong() ? mostAtOnce() : perMinute()),
                Duration.ofNanos((long) (isLong() ? windowNanos() : MINUTE)),
                (long) Math.floor(level(now)),
                Math.round(foreignPerMinute()));
    }

    RefillModel.Kind kind() {
        return shape.kind();
    }

    /** Whether the server allows more than we may use; then its level is not ours. */
    public boolean isLimitOurOwn() {
        return limit.isOurOwn();
    }

    /** See {@link LearnedLimit#isNamed}. */
    public boolean isLimitNamed() {
        return limit.isNamed();
    }

    /** See {@link LearnedLimit#isKnown}. */
    boolean isLimitKnown() {
        return limit.isKnown();
    }

    /** How often in a row the server was found to have more than our estimate, each time by many headers. */
    int raised() {
        return raised;
    }

    /** Findings so far are no evidence. */
    void forgetRaised() {
        raised = 0;
    }

    /** The server's refill per nanosecond. */
    double perNano() {
        return books.perNano();
    }

    /** Whether the limit's window is too long to be a minute. */
    boolean isLong() {
        return shape.kind() == RefillModel.Kind.BUCKET && isLong(shape.windowNanos());
    }

    /** Whether such a window is too long to be a minute. */
    static boolean isLong(double windowNanos) {
        return windowNanos > LONG_WINDOW;
    }

    double windowNanos() {
        return shape.kind() == RefillModel.Kind.BUCKET ? shape.windowNanos() : MINUTE;
    }

    boolean heard() {
        return books.heard();
    }

    double corrected() {
        return corrected;
    }

    double foreignPerMinute() {
        return foreign.perNano() * MINUTE;
    }
}
