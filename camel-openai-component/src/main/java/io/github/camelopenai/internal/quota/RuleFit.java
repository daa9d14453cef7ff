// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

/** Finds out which rule a server charges by. Not thread-safe. */
final class RuleFit {
    /*
     * Each rule says by how much the server's level should have changed between two answers: refill, less what was charged by
     * that rule between the two calls. They are some calls apart, so that it matters less which overtook which. The rule whose prediction misses least, on average, is the server's.
     * Only differences count, so neither the start nor corrections of our level matter, and answers may come in any order.
     */
    private static final double WEIGHT = 0.12;
    private static final int ENOUGH = 24;
    private static final int APART = 8;
    private static final double CLEARLY = 0.6;
    private static final double VERY_CLEARLY = 0.3;
    private static final ChargeRule[] RULES = ChargeRule.values();

    private ChargeRule rule = ChargeRule.REFUNDED;
    private final double[] charged = new double[RULES.length];
    private final double[] misses = new double[RULES.length];
    private final Mark[] marks = new Mark[APART];
    private final double[] remainders = new double[APART];
    private int next;
    private double typical;
    private boolean found;
    private int inFavour;
    private int seen;
    private boolean expected;

    /** How much each rule had charged when a call left. */
    static final class Mark {
        private final long at;
        private final double[] charged;

        private Mark(long at, double[] charged) {
            this.at = at;
            this.charged = charged;
        }
    }

    /** A call leaves that may use so much. */
    Mark sent(double prompt, double output, long nowNanos) {
        typical += typical == 0 ? prompt + output : WEIGHT * (prompt + output - typical);
        charged[ChargeRule.REFUNDED.ordinal()] += prompt + output;
        charged[ChargeRule.KEPT.ordinal()] += prompt + output;
        charged[ChargeRule.ACTUAL.ordinal()] += prompt;
        return new Mark(nowNanos, charged.clone());
    }

    /** Its answer used so much. */
    void answered(double prompt, double output, double used) {
        charged[ChargeRule.REFUNDED.ordinal()] += used - prompt - output;
        charged[ChargeRule.ACTUAL.ordinal()] += used - prompt;
    }

    /** It was refused, or never left. */
    void refused(double prompt, double output) {
        charged[ChargeRule.REFUNDED.ordinal()] -= prompt + output;
        charged[ChargeRule.KEPT.ordinal()] -= prompt + output;
        charged[ChargeRule.ACTUAL.ordinal()] -= prompt;
    }

    /**
     * The server says what was left after the call.
     *
     * @param perNano how fast the server refills
     * @return whether the rule has changed
     */
    boolean observe(Mark mark, double remaining, double perNano) {
        Mark before = marks[next];
        double change = remaining - remainders[next];
        marks[next] = mark;
        remainders[next] = remaining;
        next = (next + 1) % APART;
        if (before == null) {
            return false;
        }
        int best = rule.ordinal();
        for (int i = 0; i < misses.length; i++) {
            double expected = (mark.at - before.at) * perNano - (mark.charged[i] - before.charged[i]);
            double miss = Math.min(Math.abs(change - expected), APART * typical); // or one storm is remembered for long
            misses[i] += WEIGHT * (miss - misses[i]);
            best = misses[i] < misses[best] ? i : best;
        }
        seen++;
        boolean clear = misses[best] < APART * typical * 0.4 && isClearlyBest(best);
        inFavour = clear ? inFavour + 1 : 0;
        if (seen < ENOUGH || !clear || found && inFavour < ENOUGH) {
            return false;
        }
        boolean news = !found || rule != RULES[best];
        found = true;
        rule = RULES[best];
        return news;
    }

    /** What others use makes charging at the end look right at times, so that needs more evidence. */
    private boolean isClearlyBest(int best) {
        double against = found ? misses[rule.ordinal()] : misses[ChargeRule.REFUNDED.ordinal()];
        double clearly = best == ChargeRule.ACTUAL.ordinal() ? VERY_CLEARLY : CLEARLY;
        boolean isInPlace = found ? best == rule.ordinal() : best == ChargeRule.REFUNDED.ordinal();
        return isInPlace || misses[best] < against * clearly;
    }

    /** Whether there will be something to go by. */
    void expect(boolean headers) {
        expected = headers;
    }

    /** What was left cannot be compared with what comes next. */
    void pause() {
        java.util.Arrays.fill(marks, null);
    }

    /** The rule that was found; before that, the one that does no harm. */
    ChargeRule rule() {
        return expected && !found ? ChargeRule.KEPT : rule;
    }
}
