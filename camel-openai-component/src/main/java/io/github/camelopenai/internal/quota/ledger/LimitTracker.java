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
 * Keeps account of one dimension, requests or tokens or images: what the server will still let through. Arithmetic with time
 * as an argument. Not thread-safe.
 */
public final class LimitTracker {
    /*
     * 1. See DeparturePolicy for the books, and for which of them decides.
     * 2. Headers correct the book that decides, at the moment at which the server let the call in: the level that we had when
     *    the call left, and what was corrected since, stand in its entry. See LevelCorrection for how much is believed.
     * 3. Differences that keep coming back stay as a margin that is not used, for a while: the news is as old as a call is long.
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
    private int turnedIn; // the epoch in which a fixed minute turned last
    private ChargeEntry newest; // of those that were answered, the one that left last
    private Reading newestReading;
    private boolean fresh; // the next reading sets the level
    private int raised; // how often in a row the server had more
    private DepartureBurst bunch;
    private boolean shared; // others take their part from a store that we take ours from

    /**
     * @param paceSeconds how many seconds' worth may leave at once while the server is not known
     */
    LimitTracker(Limit configured, double paceSeconds, long nowNanos) {
        this.limit = new LearnedLimit(configured);
        this.books = new DeparturePolicy(limit, paceSeconds, shape, minute, nowNanos);
        this.foreign = new UsageByOthers(0.9 * limit.perNano(), nowNanos);
        this.margin = new SafetyMargin(nowNanos);
        this.bunch = new DepartureBurst(nowNanos);
    }

    /** Charges; never refuses. */
    ChargeEntry take(double amount, long now) {
        minute.take(amount, now);
        books.take(amount, now);
        bunch = bunch.at(now);
        ChargeEntry entry = new ChargeEntry(
                amount,
                now,
                books.inBucket(now),
                books.logged(now),
                books.leaving(now),
                corrected,
                epoch,
                bunch.add(amount));
        underway.add(entry);
        return entry;
    }

    /**
     * The call that was charged has left only now: a server that counts a minute back has it for that much longer. What it is
     * compared with stays as it was: the calls of a burst are late together, and arrive in the order in which they were charged.
     */
    void left(ChargeEntry entry, long now) {
        books.left(entry.amount, entry.at, now);
        minute.left(entry.amount, entry.at, now);
        entry.at = now;
    }

    /**
     * The call has ended.
     *
     * @param returned   a part of its charge that is taken back; negative when more is charged
     * @param notCharged what the server had charged less than we when it let the call in; negative for more
     */
    void end(ChargeEntry entry, double returned, double notCharged, long now) {
        underway.end(entry, notCharged);
        if (returned != 0) {
            books.giveBack(returned, entry.at, now);
        }
    }

    /** From now on the use by others does not slow us down beyond what it has taken: the store divides what flows in. */
    void share() {
        shared = true;
    }

    /** What is left of the limit by others. */
    private double refill() {
        return shared ? limit.perNano() : Math.max(limit.perNano() * 0.02, limit.perNano() - foreign.perNano());
    }

    /** What the server has left, as far as we know. */
    public double level(long now) {
        return books.level(now);
    }

    /** Nanoseconds until so much may leave; 0 when it may now. */
    long nanosUntil(double amount, long now) {
        if (minute.turns(now)) {
            forgetTheMinuteBefore(now);
        }
        return books.nanosUntil(amount, margin(now), now);
    }

    /** What headers of that minute differ in is gone with it. */
    private void forgetTheMinuteBefore(long now) {
        books.forgetBefore(minute.turnedAt(), now);
        epoch++;
        turnedIn = epoch;
        drift.reset();
    }

    /**
     * Nanoseconds until the last stretch of the server's fixed minute begins; 0 while it lasts. {@link Long#MAX_VALUE} where no
     * such minute is known, and in its last moments, as a call that leaves then may arrive in the next one.
     */
    long nanosUntilLastStretch(long now) {
        return books.nanosUntilLastStretch(now);
    }

    /** More than this never leaves. */
    public double mostAtOnce() {
        return Math.max(1, limit.capacity());
    }

    /**
     * About how many nanoseconds it takes until so much has left, be it more than a minute's worth, in calls of any size. As
     * {@link #nanosUntil}, but for the margin.
     *
     * @param amount        what the calls use in the end
     * @param charged       what they are charged while they are under way; at least as much
     * @param nanosUnderway how long that is, for one call
     */
    double nanosFor(double amount, double charged, double nanosUnderway, long now) {
        return books.nanosFor(amount, charged, nanosUnderway, now);
    }

    /**
     * Compares with what the server says.
     *
     * @param entry   of the call that was answered
     * @param refused whether the server has refused the call for this limit
     * @return false when that is not believed yet
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
            // What has left since the minute turned is all that counts, and calls of before know nothing of it.
            boolean ofThisMinute = shape.kind() == RefillModel.Kind.BUCKET || newest.epoch >= turnedIn;
            if (!turned && ofThisMinute) {
                // The book that decides from now on has not been compared before; what was said last counts.
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

    /** What the server had left when the call had left, as far as we know now. */
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
     * The server's level less ours; 0 when they may be the same. The server rounds down, so what it has lies between what it
     * says and one more; below zero it says zero. It may have let calls in that left just after, or not those that left just before; and
     * what is about to leave our log may have left the server's.
     */
    private static double difference(double remaining, double ours, double leaving, ChargeEntry entry) {
        double atMost = ours + leaving + entry.place.before();
        double atLeast = ours - entry.place.after();
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
     * Begins in the middle: a limit was heard of while calls were under way.
     *
     * @param underway what those calls may use, of which the server may not have known
     */
    void begin(Reading reading, double underway, long now) {
        shape.observe(reading, now, Long.MAX_VALUE);
        limit.named();
        books.hear();
        books.begin(limit.capacity() - (reading.remaining() - underway), now);
    }

    /** What was found out before went by a wrong rule. */
    void startOver(long now) {
        raised = 0;
        fresh = true;
        epoch++;
        drift.reset();
        foreign.reset(now);
        reshape(now);
    }

    /** The server has said no without headers: the log is kept to more strictly. False when it was kept to strictly before. */
    boolean stricter(long now) {
        return books.stricter(now);
    }

    /** The server has said no without saying more: what we thought was left is not there. */
    void empty(long now) {
        books.empty(now);
    }

    /** The limit was a guess, and nobody has complained of it lately. */
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
     * Whether a call leaves at the pace of the limit even where the server would let more through. A window that one lane used up
     * at its beginning would let the others wait for most of a minute. A bucket flows evenly by itself.
     */
    void flowEvenly(boolean yes) {
        books.flowEvenly(yes);
    }

    public double perMinute() {
        return limit.perMinute();
    }

    /** What a person wants to know of it now. */
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

    /** Whether the server allows more than we may use; then what it has left is not what we have. */
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

    /** How often in a row the server was found to have more than we thought, each time by many headers. */
    int raised() {
        return raised;
    }

    /** What was found so far is no evidence. */
    void forgetRaised() {
        raised = 0;
    }

    /** Refill of the server, for one nanosecond. */
    double perNano() {
        return books.perNano();
    }

    /** Whether the limit is for so long that it is not that of a minute. */
    boolean isLong() {
        return shape.kind() == RefillModel.Kind.BUCKET && isLong(shape.windowNanos());
    }

    /** Whether a limit for so long is not that of a minute. */
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
