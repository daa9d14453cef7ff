// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

/**
 * Decides how much of the differences between the server's level and ours to believe. Not thread-safe.
 */
public final class LevelCorrection {
    /*
     * 1. Both levels are compared at the moment at which the call was let in, so late and reordered answers do no harm.
     * 2. We have more than the server: somebody else uses the quota, or we reckon wrongly. That is believed at once.
     * 3. The server has more than we: often only because it knows of refunds that are still on their way to us. Half of the
     *    smallest of many such differences in a row is applied, so that nothing is counted twice; of fewer, when they are more
     *    than refunds can explain.
     */
    private static final int SOME = 6;
    private static final int MANY = 24;

    private int above;
    private double leastAbove;

    /**
     * Takes one difference; gives what is to be added to our level, mostly 0.
     *
     * @param difference the server's level minus ours
     * @param large      more than this cannot be refunds on their way
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

    /** Forgets what it has seen; the level has been set by other means. */
    public void reset() {
        above = 0;
    }

    private double take(double amount) {
        reset();
        return amount;
    }
}
