// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.share;

/**
 * Decides by how much one member moves the bucket of a shared quota towards the server's. Shares are of what the server holds
 * at most. Not thread-safe.
 */
final class StoreCorrection {
    /*
     * 1. The store has more than the server: calls will be rejected. It loses what it has beyond 1 % less than the server, as
     *    what is on its way to the server stands in neither of the levels that we compare.
     * 2. The store has less, perhaps as something was on its way just then. Half of the smallest of four such differences in a
     *    row is made up for.
     * 3. It has a tenth less: a bucket that is new to the store begins nearly empty. Half of that is made up for at once.
     * 4. Each member moves its part, as all of them find the same. If this one alone has put in all that was missing at most,
     *    and some is missing still, somebody takes it out again: the server gives back what we do not.
     */
    private static final double AIM = 0.01;
    private static final double LOW = 0.02;
    private static final double VERY_LOW = 0.1;
    private static final double BEHIND = 0.05;
    private static final int IN_A_ROW = 4;

    private int low; // how often in a row
    private double leastMissing; // of those
    private double missingMost; // while behind; else 0
    private double gained; // by us, since then

    /**
     * Takes one difference; gives what this member is to put in, or to take out when negative.
     *
     * @param more    what the store had more than the server, all that is leased counted as its own; negative when it had less
     * @param full    what the server has when nothing is used
     * @param members how many move it
     */
    double observe(double more, double full, int members) {
        boolean behind = more < -BEHIND * full;
        if (!behind) {
            missingMost = 0;
            gained = 0;
        } else if (-more > missingMost) {
            missingMost = -more;
            gained = 0; // it grows for some other reason
        }
        double gain = gain(more, full) / members;
        gained += behind ? gain : 0;
        return gain;
    }

    private double gain(double more, double full) {
        if (more > -LOW * full) {
            low = 0;
            return -surplus(more, full);
        }
        leastMissing = low == 0 ? -more : Math.min(leastMissing, -more);
        low++;
        if (low < IN_A_ROW && -more < VERY_LOW * full) {
            return 0;
        }
        double missing = low < IN_A_ROW ? -more : leastMissing;
        low = 0;
        return missing / 2;
    }

    /** What is to be taken out at once of a store that has so much more than the server. */
    static double surplus(double more, double full) {
        return Math.max(0, more + Math.floor(AIM * full));
    }

    /** Whether this member has put in all that was missing at most, and some is missing still. */
    boolean isInVain() {
        return missingMost > 0 && gained >= missingMost;
    }

    /** Forgets what it has seen; the levels have been set by other means, or are reckoned otherwise from now on. */
    void reset() {
        low = 0;
        missingMost = 0;
        gained = 0;
    }
}
