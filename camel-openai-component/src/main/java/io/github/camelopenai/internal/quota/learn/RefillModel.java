// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import io.github.camelopenai.internal.quota.terms.ServerView.Reading;

/** Infers from the reset headers how a server refills. Not thread-safe. */
public final class RefillModel {
    /*
     * 1. A bucket reports reset = (limit - remaining) / limit x window. So each answer implies a window; rounding makes
     *    it an interval. Where all intervals meet, and the answers differ in what was used, the server is a bucket of
     *    that window: a minute, a slice of seconds, or a day.
     * 2. A server that counts in windows, fixed or sliding, implies another window with each answer.
     * 3. Where the resets of several answers name the same moment, the server counts in fixed minutes that end there. A
     *    call that travelled for long names an earlier one, so the latest is best. Moments that differ by anything but
     *    whole minutes are evidence against it, permanently after three times.
     * 4. Three answers in a row that contradict a conclusion cancel it.
     */
    private static final int ENOUGH = 3;
    static final long MINUTE = 60_000_000_000L;
    private static final double ROUNDING_NANOS = 1.5e6;
    private static final double TOLERANCE = 1.03;
    private static final double[] USUAL_WINDOWS = {1e9, 10e9, 60e9, 3600e9, 86_400e9};
    private static final double ALIKE = 0.06;
    private static final double NARROW = 1.25;
    private static final double DIFFERENT = 2;
    private static final double MUCH = 4;
    /** Answers that name moments closer than this mean the same one. */
    static final long SAME_MOMENT = 1_000_000_000L;

    private static final long LONG_ENOUGH = 3_000_000_000L; // a sliding minute names a later moment after this time
    private static final int ENOUGH_MOMENTS = 5;
    private static final long LATE = 5_000_000_000L; // the longest travel time of a minute's first call
    private static final int OFTEN_WRONG = 3;
    private static final double LIMIT_ROUNDING = 0.4; // of a slice's limit, which need not be a whole number

    /** The kind of a server. */
    public enum Kind {
        UNKNOWN,
        BUCKET,
        WINDOW
    }

    private Kind kind = Kind.UNKNOWN;
    private double low;
    private double high = Double.MAX_VALUE;
    private double leastUsed;
    private double mostUsed;
    private long limit;
    private int agreeing;
    private boolean named; // a moment was named; else the next fields mean nothing
    private long endOfMinute;
    private int moments;
    private long firstNamed;
    private long firstSentAt;
    private boolean isFixed;
    private int wrong; // how often a conclusion proved wrong
    private int contradicting;

    /**
     * Takes one answer; true when the conclusion has changed.
     *
     * @param sentAt   when the call left
     * @param oldestAt when the oldest charge was made that may still count
     */
    public boolean observe(Reading reading, long sentAt, long oldestAt) {
        observeEnd(reading, sentAt, oldestAt);
        double used = (double) reading.limit() - reading.remaining();
        if (used < 1 || reading.resetNanos() <= 0) {
            return false; // a full server shows nothing
        }
        if (reading.limit() != limit) {
            double larger = limit == 0 ? 1 : (double) reading.limit() / limit;
            leastUsed *= larger; // the same parts of the limit
            mostUsed *= larger;
            limit = reading.limit();
        }
        Kind before = kind;
        double from = Math.max(0, reading.resetNanos() - ROUNDING_NANOS) * reading.limit() / (used + LIMIT_ROUNDING);
        double to = (reading.resetNanos() + ROUNDING_NANOS) * reading.limit() / Math.max(used - 1, 0.5);
        if (from <= high * TOLERANCE && to * TOLERANCE >= low) {
            agree(from, to, used);
        } else {
            contradict(from, to, used);
        }
        return kind != before;
    }

    private void observeEnd(Reading reading, long sentAt, long oldestAt) {
        if (reading.resetNanos() <= 0 || reading.resetNanos() > MINUTE + SAME_MOMENT) {
            return; // from a full server, or for longer than a minute
        }
        long moment = sentAt + reading.resetNanos();
        long later = named ? moment - firstNamed : Long.MAX_VALUE / 2;
        named = true;
        if (Math.abs(later) < SAME_MOMENT) {
            moments++;
            endOfMinute = later(endOfMinute, moment); // the call with the shortest travel time is the most exact
            boolean longEnough = sentAt - firstSentAt > LONG_ENOUGH;
            isFixed |= moments >= ENOUGH_MOMENTS
                    && longEnough
                    && wrong < OFTEN_WRONG
                    && !isWhenTheOldestIsBack(moment, oldestAt);
        } else if (later > 0) {
            long minutes = (later + LATE) / MINUTE;
            boolean minutesLater = minutes > 0 && later - minutes * MINUTE < SAME_MOMENT;
            wrong += isFixed && !minutesLater ? 1 : 0;
            isFixed = isFixed && minutesLater;
            moments = 1;
            endOfMinute = isFixed ? later(endOfMinute + minutes * MINUTE, moment) : moment;
            firstNamed = isFixed ? firstNamed + minutes * MINUTE : moment;
            firstSentAt = sentAt;
        } // else the moment is of an earlier minute, or the call travelled for long
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** A sliding minute may name the moment at which its oldest charge ends; it stays the same until then. */
    private static boolean isWhenTheOldestIsBack(long moment, long oldestAt) {
        return oldestAt != Long.MAX_VALUE && Math.abs(moment - oldestAt - MINUTE) < SAME_MOMENT;
    }

    /** When the server's fixed minute ends, by our estimate; valid when {@link #countsFixedMinutes}. */
    long endOfMinute() {
        return endOfMinute;
    }

    /** Whether the server is known to start anew at a certain moment. */
    public boolean countsFixedMinutes() {
        return kind == Kind.WINDOW && isFixed;
    }

    private void agree(double from, double to, double used) {
        contradicting = kind == Kind.BUCKET ? 0 : contradicting;
        agreeing++;
        low = Math.max(low, from);
        high = Math.max(low, Math.min(high, to));
        leastUsed = agreeing == 1 ? used : Math.min(leastUsed, used);
        mostUsed = Math.max(mostUsed, used);
        if (agreeing >= ENOUGH && high <= low * NARROW && mostUsed >= Math.max(MUCH, leastUsed * DIFFERENT)) {
            kind = Kind.BUCKET;
            contradicting = 0;
        }
    }

    private void contradict(double from, double to, double used) {
        contradicting++;
        if (kind != Kind.BUCKET || contradicting >= ENOUGH) {
            low = from;
            high = to;
            leastUsed = used;
            mostUsed = used;
            agreeing = 1;
        }
        if (contradicting >= ENOUGH) {
            kind = kind == Kind.BUCKET ? Kind.UNKNOWN : Kind.WINDOW;
            contradicting = 0;
        }
    }

    public Kind kind() {
        return kind;
    }

    /** How long the server's bucket takes from empty to full; valid for a bucket only. */
    public double windowNanos() {
        double seen = (low + high) / 2;
        for (double usual : USUAL_WINDOWS) {
            if (Math.abs(seen - usual) < usual * ALIKE) {
                return usual; // a difference within rounding is no other window
            }
        }
        return seen;
    }

    /** The window that one answer alone implies, roughly; 0 when it implies none. */
    public static double impliedWindowNanos(Reading reading) {
        double used = (double) reading.limit() - reading.remaining();
        return used < 1 || reading.resetNanos() <= 0 ? 0 : reading.resetNanos() * (double) reading.limit() / used;
    }
}
