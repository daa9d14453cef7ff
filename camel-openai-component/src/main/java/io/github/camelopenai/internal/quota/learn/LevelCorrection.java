// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

/**
 * Decides how much of the differences between the server's level and ours to believe. Not thread-safe.
 */
public final class LevelCorrection {
    /*
     * 1. Both levels are compared as of the moment at which the server accepted the call, so late and reordered answers
     *    do no harm.
     * 2. We have more than the server: others use the quota, or our estimate is wrong. That is believed at once.
     * 3. The server has more than we: often only because of refunds that have not reached us yet. Half of the smallest
     *    of many such differences in a row is applied, so that nothing counts twice; of fewer, when they are more than
     *    refunds can explain.
     */
    private static final int SOME = 6;
    private static final int MANY = 24;

    private int above;
    private double leastAbove;

    /**
     * Takes one difference; returns the correction of our level, mostly 0.
     *
     * @param difference the server's level minus ours
     * @param large      pending refunds cannot exceed this
     */
    public double observe(double difference, double large) {
        if (difference < 0) {
            above = 0;
            return take(difference);
        }
        leastAbove = above == 0 ? difference : Math.min(leastAbove, difference);
        above++;
        return above >= MANY || above >= SOME && leastAbove > large ? take(Math.min(leastAbove / 2, large / 2)) : 0;
    }

    /** Forgets the differences so far; the level was set by other means. */
    public void reset() {
        above = 0;
    }

    private double take(double amount) {
        reset();
        return amount;
    }
}
