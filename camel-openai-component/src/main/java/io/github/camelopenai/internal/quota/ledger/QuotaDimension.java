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
 * Requests, tokens or images of one account and model: a limit for a minute, and one for a day where the server shows such a
 * one. Without a limit everything passes, until a header names one. Not thread-safe.
 */
public final class QuotaDimension {

    private static final double SAME_WINDOW = 1.5;
    private static final int BELIEVED = 3;
    private static final double LEAST = 3;

    private final Limit configured;
    private final double paceSeconds;
    private LimitTracker minute; // null while no limit is known
    private LimitTracker day; // null unless the server shows a limit that is not for a minute
    private double underway;
    private boolean shared;
    private int contradicted; // how often in a row a header named less than what the server had let through

    /** What one call was charged, and in which books. */
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

        /** What the server had more when the call had left than we think now; 0 without a limit for a minute. */
        double serverHadMore(Reading reading) {
            return inMinute == null ? 0 : reading.remaining() - minute.ours(inMinute);
        }

        /** See {@link CallsInFlight.Call#notCharged}; 0 without a limit for a minute. */
        double notCharged() {
            return inMinute == null ? 0 : inMinute.notCharged();
        }
    }

    QuotaDimension(Limit configured, double paceSeconds, long nowNanos) {
        this.configured = configured;
        this.paceSeconds = paceSeconds;
        this.minute = configured.perMinute().isPresent() ? new LimitTracker(configured, paceSeconds, nowNanos) : null;
    }

    /** Others take from the same limit by arrangement; see {@link LimitTracker#share}. */
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

    /** As {@link #nanosUntil}, but for limits that only headers have named. */
    long nanosUntilDespiteHeaders(double amount, long now) {
        return amount <= 0 || minute == null || minute.isLimitNamed() ? 0 : minute.nanosUntil(amount, now);
    }

    /** A call was answered that left although a limit that a header had named did not allow it. That limit is no longer known. */
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

    /** Whether so much can ever leave at once. */
    boolean fits(double amount) {
        return tooSmallFor(amount) == null;
    }

    /** The limit that is exceeded by so much at once; null when it can leave. */
    LimitTracker tooSmallFor(double amount) {
        if (minute != null && amount > minute.mostAtOnce()) {
            return minute;
        }
        return day != null && amount > day.mostAtOnce() ? day : null;
    }

    /**
     * How long something takes by both limits.
     *
     * @param unit      what it is a limit of, for people
     * @param isUseSeen whether it is known what calls use
     * @param onlyKnown whether what is not known is left out
     * @param wait      how long it takes by one of them
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

    /** The share of a minute that the amount is; 0 without a limit. */
    double shareOf(double amount) {
        return minute == null ? 0 : amount / minute.perMinute();
    }

    /**
     * Compares with what the server says.
     *
     * @param refused whether the server has refused the call for this limit
     * @return false when it says nothing, or what cannot be believed yet
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
                day = minute; // it never was for a minute
                day.cut(1, now);
                day.flowEvenly(false);
                minute = configured.perMinute().isPresent() ? meter(configured, now) : null;
            }
            return isBelieved;
        }
        return true;
    }

    /** A limit below what the server lets through, or of one or two, is believed when three answers in a row name such a one. */
    private boolean isContradicted(Charge charge, Reading reading) {
        contradicted = reading.limit() < Math.max(charge.amount, LEAST) ? contradicted + 1 : 0;
        return contradicted > 0 && contradicted < BELIEVED;
    }

    private boolean isForTheDay(Reading reading) {
        double implied = RefillModel.impliedWindowNanos(reading);
        boolean isOfTheDay = implied > day.windowNanos() / SAME_WINDOW && implied < day.windowNanos() * SAME_WINDOW;
        // Without a limit for a minute, only a reading that clearly is of one names it.
        return isOfTheDay || minute == null && (implied <= 0 || LimitTracker.isLong(implied));
    }

    /** Whether the header is for the limit of a minute. */
    public boolean isForTheMinute(Reading reading) {
        return minute != null && (day == null || !isForTheDay(reading));
    }

    /** The first limit that is heard of. Calls under way may not be in what the server says. */
    private void open(Reading reading, long now) {
        if (configured.learning() == Limits.Learning.NONE || reading.limit() < 1) {
            return;
        }
        minute = meter(new Limit(OptionalLong.of(reading.limit()), configured.learning()), now);
        minute.begin(reading, underway, now);
    }

    /** A limit that nobody has named but that must be there. */
    void assume(long perMinute, long now) {
        if (minute == null) {
            minute = meter(Limit.ofTier(perMinute), now);
        }
    }

    /** See {@link LimitTracker#raise}. It may have turned out meanwhile that the limit is for a day. */
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

    /** The minute's book; null while no limit is known. */
    public LimitTracker minute() {
        return minute;
    }

    /** The day's book; null unless the server has one. */
    public LimitTracker day() {
        return day;
    }
}
