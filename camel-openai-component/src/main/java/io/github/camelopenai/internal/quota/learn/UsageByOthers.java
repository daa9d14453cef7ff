// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

/** How fast others use the same quota: the average of the corrections by headers. Not thread-safe. */
public final class UsageByOthers {

    private static final double SPAN = 3e9;
    private static final double WEIGHT = 0.4;

    private long since;
    private final double limit;
    private double sum;
    private double perNano;
    private double before; // what was missing in the previous span

    /** @param mostPerNano the highest usage to assume */
    public UsageByOthers(double mostPerNano, long nowNanos) {
        this.limit = mostPerNano;
        this.since = nowNanos;
    }

    /**
     * The amount was missing although neither we nor the expected usage by others took it; negative when there was
     * more. True when it is news.
     */
    public boolean add(double amount, long nowNanos) {
        sum += amount;
        double span = nowNanos - since;
        if (span >= SPAN) {
            // Calls that overtake each other by seconds cause a missing amount once, too.
            double missing = sum / span;
            double news = missing > 0 ? Math.min(missing, Math.max(0, before)) : missing;
            before = missing;
            perNano = Math.min(limit, Math.max(0, perNano + WEIGHT * news));
            sum = 0;
            since = nowNanos;
            return true;
        }
        return false;
    }

    /** The level was set anew: a missing amount is not usage by others. */
    public void reset(long nowNanos) {
        sum = 0;
        perNano = 0;
        before = 0;
        since = nowNanos;
    }

    /** Never negative. */
    public double perNano() {
        return perNano;
    }
}
