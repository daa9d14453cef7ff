// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import io.github.camelopenai.internal.quota.learn.CallsInFlight;
import io.github.camelopenai.internal.quota.learn.RefillModel;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Limits.Limit;
import io.github.camelopenai.internal.quota.terms.ServerView.Reading;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * Requests, tokens or images of one account and model: a limit per minute, and one per day where the server shows one.
 * Without a limit everything passes, until a header names one. Not thread-safe.
 */
public final class QuotaDimension {

    private static final double SAME_WINDOW = 1.5;
    private static final int BELIEVED = 3;
    private static final double LEAST = 3;

    private final Limit configured;
    private final double paceSeconds;
    private LimitTracker minute; // null while no limit is known
    private LimitTracker day; // null unless the server shows a limit for another time than a minute
    private double underway;
    private boolean shared;
    private int contradicted; // how often in a row a header named less than the server had accepted

    /** What one call was charged, and in which accounts. */
    static final class Charge {
        final double amount;
        private final LimitTracker minute;
        private final ChargeEntry inMinute;
        private final LimitTracker day;
        private final ChargeEntry inDay;
        private boolean ended;

        private Charge(double amount, LimitTracker minute, ChargeEntry inMinute, LimitTracker day, ChargeEntry inDay) {
            this.amount = amount;
            this.minute = minute;
            this.inMinute = inMinute;
            this.day = day;
            this.inDay = inDay;
        }

        /**
         * How much more than our current estimate the server had when the call had left; 0 without a limit per minute.
         */
        double serverHadMore(Reading reading) {
            return inMinute == null ? 0 : reading.remaining() - minute.ours(inMinute);
        }

        /** See {@link CallsInFlight.Call#notCharged}; 0 without a limit per minute. */
        double notCharged() {
            return inMinute == null ? 0 : inMinute.notCharged();
        }
    }

    QuotaDimension(Limit configured, double paceSeconds, long nowNanos) {
        this.configured = configured;
        this.paceSeconds = paceSeconds;
        this.minute = configured.perMinute().isPresent() ? new LimitTracker(configured, paceSeconds, nowNanos) : null;
    }

    /** Others draw from the same limit by arrangement; see {@link LimitTracker#share}. */
    public void share() {
        shared = true;
        if (minute != null) {
            minute.share();
        }
    }

    private LimitTracker meter(Limit limit, long now) {
        LimitTracker made = new LimitTracker(limit, paceSeconds, now);
        if (shared) {
            made.share();
        }
        return made;
    }

    Charge take(double amount, long now) {
        underway += amount;
        return new Charge(
                amount,
                minute,
                minute == null ? null : minute.take(amount, now),
                day,
                day == null ? null : day.take(amount, now));
    }

    /** See {@link LimitTracker#left}. */
    void left(Charge charge, long now) {
        if (charge.minute != null && !charge.ended) {
            charge.minute.left(charge.inMinute, now);
        }
        if (charge.day != null && !charge.ended) {
            charge.day.left(charge.inDay, now);
        }
    }

    /** The call has ended; see {@link LimitTracker#end}. */
    void end(Charge charge, double returned, double notCharged, long now) {
        if (!charge.ended) {
            charge.ended = true;
            underway -= charge.amount;
        }
        if (charge.minute != null) {
            charge.minute.end(charge.inMinute, returned, notCharged, now);
        }
        if (charge.day != null) {
            charge.day.end(charge.inDay, returned, notCharged, now);
        }
    }

    long nanosUntil(double amount, long now) {
        if (amount <= 0) {
            return 0;
        }
        return Math.max(
                minute == null ? 0 : minute.nanosUntil(amount, now), day == null ? 0 : day.nanosUntil(amount, now));
    }

    /** Like {@link #nanosUntil}, but ignores limits that only headers have named. */
    long nanosUntilDespiteHeaders(double amount, long now) {
        return amount <= 0 || minute == null || minute.isLimitNamed() ? 0 : minute.nanosUntil(amount, now);
    }

    /** A call was answered that left although a limit from a header did not allow it. That limit is no longer known. */
    void doubt(Reading reading, long now) {
        if (day != null && (reading == null || !isForTheDay(reading))) {
            day = null;
        }
        if (minute != null && minute.isLimitNamed()) {
            minute = configured.perMinute().isPresent() ? meter(configured, now) : null;
        }
    }

    /** See {@link LimitTracker#nanosUntilLastStretch}. */
    long nanosUntilLastStretch(long now) {
        return minute == null ? Long.MAX_VALUE : minute.nanosUntilLastStretch(now);
    }

    /** Whether the amount can ever leave at once. */
    boolean fits(double amount) {
        return tooSmallFor(amount) == null;
    }

    /** The limit that the amount exceeds; null when it can leave at once. */
    LimitTracker tooSmallFor(double amount) {
        if (minute != null && amount > minute.mostAtOnce()) {
            return minute;
        }
        return day != null && amount > day.mostAtOnce() ? day : null;
    }

    /**
     * How long a wait both limits imply.
     *
     * @param unit      the unit of the limit, for display
     * @param isUseSeen whether the usage of calls is known
     * @param onlyKnown whether unknown limits are left out
     * @param wait      the wait that one limit implies
     */
    WaitEstimate outlook(String unit, boolean isUseSeen, boolean onlyKnown, ToDoubleFunction<LimitTracker> wait) {
        WaitEstimate sum = WaitEstimate.OPEN;
        for (LimitTracker meter : new LimitTracker[] {minute, day}) {
            boolean isKnown = meter != null && isUseSeen && (meter == day || meter.isLimitKnown());
            if (meter != null && (isKnown || !onlyKnown)) {
                sum = sum.and(new WaitEstimate(
                        wait.applyAsDouble(meter), isKnown, "quota of " + unit, () -> WaitEstimate.text(meter, unit)));
            }
        }
        return sum;
    }

    /** The amount as a share of a minute; 0 without a limit. */
    double shareOf(double amount) {
        return minute == null ? 0 : amount / minute.perMinute();
    }

    /**
     * Compares with the server's report.
     *
     * @param refused whether the server has refused the call for this limit
     * @return false when there is no report, or it cannot be believed yet
     */
    boolean observe(Charge charge, boolean refused, Reading reading, long now) {
        if (reading == null || isContradicted(charge, reading)) {
            return false;
        }
        if (minute == null && (day == null || !isForTheDay(reading))) {
            open(reading, now);
        } else if (day != null && isForTheDay(reading)) {
            return charge.day != day || day.observe(charge.inDay, refused, reading, now);
        } else if (minute != null && charge.minute == minute) {
            boolean isBelieved = minute.observe(charge.inMinute, refused, reading, now);
            if (minute.isLong()) {
                day = minute; // it never was per minute
                day.cut(1, now);
                day.flowEvenly(false);
                minute = configured.perMinute().isPresent() ? meter(configured, now) : null;
            }
            return isBelieved;
        }
        return true;
    }

    /** A limit below what the server accepts, or of one or two, is believed when three answers in a row name it. */
    private boolean isContradicted(Charge charge, Reading reading) {
        contradicted = reading.limit() < Math.max(charge.amount, LEAST) ? contradicted + 1 : 0;
        return contradicted > 0 && contradicted < BELIEVED;
    }

    private boolean isForTheDay(Reading reading) {
        double implied = RefillModel.impliedWindowNanos(reading);
        boolean isOfTheDay = implied > day.windowNanos() / SAME_WINDOW && implied < day.windowNanos() * SAME_WINDOW;
        // Without a limit per minute, only a reading that is clearly per minute names one.
        return isOfTheDay || minute == null && (implied <= 0 || LimitTracker.isLong(implied));
    }

    /** Whether the header is for the limit per minute. */
    public boolean isForTheMinute(Reading reading) {
        return minute != null && (day == null || !isForTheDay(reading));
    }

    /** The first known limit. The server's report may not include calls in flight. */
    private void open(Reading reading, long now) {
        if (configured.learning() == Limits.Learning.NONE || reading.limit() < 1) {
            return;
        }
        minute = meter(new Limit(OptionalLong.of(reading.limit()), configured.learning()), now);
        minute.begin(reading, underway, now);
    }

    /** A limit that no header has named but that must exist. */
    void assume(long perMinute, long now) {
        if (minute == null) {
            minute = meter(Limit.ofTier(perMinute), now);
        }
    }

    /** See {@link LimitTracker#raise}. Meanwhile the limit may have proved to be per day. */
    void raise(double factor, long now) {
        if (minute != null) {
            minute.raise(factor, now);
        }
    }

    void empty(long now) {
        if (minute != null) {
            minute.empty(now);
        }
    }

    void cut(double part, long now) {
        if (minute != null) {
            minute.cut(part, now);
        }
    }

    /** See {@link LimitTracker#flowEvenly}. */
    void flowEvenly(boolean yes) {
        if (minute != null) {
            minute.flowEvenly(yes);
        }
    }

    /** The minute's tracker; null while no limit is known. */
    public LimitTracker minute() {
        return minute;
    }

    /** The day's tracker; null unless the server has one. */
    public LimitTracker day() {
        return day;
    }
}
