// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.share;

/**
 * Decides by how much one member moves the bucket of a shared quota towards the server's. Fractions are of the most
 * that the server holds. Not thread-safe.
 */
final class StoreCorrection {
    /*
     * 1. The store has more than the server: calls will be rejected. The store is lowered to 1 % below the server's
     *    level, as calls in flight to the server are in neither of the compared levels.
     * 2. The store has less, perhaps because of a call in flight. Half of the smallest of four such differences in a
     *    row is added.
     * 3. The store has a tenth less: a bucket that is new to the store begins nearly empty. Half of the difference is
     *    added at once.
     * 4. Each member adds its part, as all of them find the same. If this member alone has added the largest missing
     *    amount, and some is still missing, others take it out again: the server refunds what we do not.
     */
    private static final double AIM = 0.01;
    private static final double LOW = 0.02;
    private static final double VERY_LOW = 0.1;
    private static final double BEHIND = 0.05;
    private static final int IN_A_ROW = 4;

    private int low; // how often in a row
    private double leastMissing; // of those
    private double missingMost; // while behind; else 0
    private double gained; // added by us since then

    /**
     * Takes one difference; returns what this member is to add, or to take out when negative.
     *
     * @param more    how much more the store had than the server, all leased units included; negative when it had less
     * @param full    the server's level when nothing is used
     * @param members how many members correct the bucket
     */
    double observe(double more, double full, int members) {
        boolean behind = more < -BEHIND * full;
        if (!behind) {
            missingMost = 0;
            gained = 0;
        } else if (-more > missingMost) {
            missingMost = -more;
            gained = 0; // the amount grows for another reason
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

    /** What to take out at once of a store that has this much more than the server. */
    static double surplus(double more, double full) {
        return Math.max(0, more + Math.floor(AIM * full));
    }

    /** Whether this member has added the largest missing amount, and some is still missing. */
    boolean isInVain() {
        return missingMost > 0 && gained >= missingMost;
    }

    /**
     * Forgets the differences so far; the levels were set by other means, or are estimated by another rule from now on.
     */
    void reset() {
        low = 0;
        missingMost = 0;
        gained = 0;
    }
}
