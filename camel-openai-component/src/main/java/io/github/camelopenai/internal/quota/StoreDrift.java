// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

/**
 * Decides by how much the bucket of a shared quota is to be moved towards the server's. Shares are of what the server holds
 * at most. Not thread-safe.
 */
final class StoreDrift {
    /*
     * 1. The store has more than the server: calls will be rejected. It loses what it has beyond 1 % less than the server: what
     *    others have leased and not sent stands in neither of the levels that we compare, and hides as much.
     * 2. The store has less. Mostly that is just what others have leased, a large call of a small member for many seconds.
     *    So half of the smallest of four such differences in a row is made up for.
     * 3. It has a tenth less: a bucket that is new to the store begins nearly empty. Half of that is made up for at once.
     */
    private static final double AIM = 0.01;
    private static final double LOW = 0.02;
    private static final double VERY_LOW = 0.1;
    private static final double BEHIND = 0.05;
    private static final int IN_A_ROW = 4;

    private int low; // how often in a row
    private double leastMissing; // of those
    private int behind;

    /**
     * Takes one difference; gives what the bucket is to gain, or to lose when negative, by all members together.
     *
     * @param more what the store had more than the server, our own leases counted as its own; negative when it had less
     * @param full what the server has when nothing is used
     */
    double observe(double more, double full) {
        behind = more < -BEHIND * full ? behind + 1 : 0;
        if (more > -LOW * full) {
            low = 0;
            return Math.min(0, -AIM * full - more);
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

    /** How often in a row the store had far less than the server, though it gained each time. */
    int behind() {
        return behind;
    }

    /** Forgets what it has seen; the levels have been set by other means, or are reckoned otherwise from now on. */
    void reset() {
        low = 0;
        behind = 0;
    }
}
