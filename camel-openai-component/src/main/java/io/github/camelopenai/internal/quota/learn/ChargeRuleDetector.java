// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import io.github.camelopenai.internal.quota.terms.ChargeRule;

/** Detects the rule by which a server charges. Not thread-safe. */
public final class ChargeRuleDetector {
    /*
     * Each rule predicts how much the server's level should have changed between two answers: the refill, less the
     * charges by that rule between the two calls. They are some calls apart, so that overtaking matters less. The rule
     * with the smallest average error is the server's. Only differences count, so neither the start nor corrections of
     * our level matter, and answers may come in any order.
     */
    private static final double WEIGHT = 0.12;
    private static final int ENOUGH = 24;
    private static final int APART = 8;
    private static final int OFTEN = 6;
    private static final int FOUND_OFTEN = 12;
    private static final int FULL_OFTEN = 6;
    private static final double FAR = 0.3; // of the limit
    private static final double CLEARLY = 0.7;
    private static final int RULES = ChargeRule.values().length;

    private ChargeRule rule = ChargeRule.REFUNDED;
    private final double[] charged = new double[RULES];
    private final double[] misses = new double[RULES];
    private final Mark[] marks = new Mark[APART];
    private final double[] remainders = new double[APART];
    private int next;
    private double typical;
    private boolean found;
    private int inFavour;
    private ChargeRule against;
    private int seen;
    private boolean expected;
    private int full; // how often in a row the server had far more than if it kept its charges

    /** How much each rule had charged when a call left. */
    public static final class Mark {
        private final long at;
        private final double[] charged;

        private Mark(long at, double[] charged) {
            this.at = at;
            this.charged = charged;
        }

        double charged(ChargeRule by) {
            return charged[by.ordinal()];
        }
    }

    /** A call leaves that may use these tokens. */
    public Mark sent(double prompt, double output, long nowNanos) {
        typical += typical == 0 ? prompt + output : WEIGHT * (prompt + output - typical);
        charged[ChargeRule.REFUNDED.ordinal()] += prompt + output;
        charged[ChargeRule.KEPT.ordinal()] += prompt + output;
        return new Mark(nowNanos, charged.clone());
    }

    /** Its answer reported the usage; the prompt was charged {@code wrongPrompt} too little at departure. */
    public void answered(double prompt, double output, double used, double wrongPrompt) {
        charged[ChargeRule.KEPT.ordinal()] -= wrongPrompt;
        charged[ChargeRule.REFUNDED.ordinal()] += used - prompt - output;
    }

    /** The call was refused, or never left. */
    public void refused(double prompt, double output) {
        charged[ChargeRule.REFUNDED.ordinal()] -= prompt + output;
        charged[ChargeRule.KEPT.ordinal()] -= prompt + output;
    }

    /**
     * The server reports what was left after the call.
     *
     * @param perNano the server's refill per nanosecond
     * @return whether the rule has changed
     */
    public boolean observe(Mark mark, double remaining, double perNano) {
        Mark before = marks[next];
        double change = remaining - remainders[next];
        marks[next] = mark;
        remainders[next] = remaining;
        next = (next + 1) % APART;
        if (before == null) {
            return false;
        }
        for (int i = 0; i < misses.length; i++) {
            double expected = (mark.at - before.at) * perNano - (mark.charged[i] - before.charged[i]);
            double miss = Math.min(Math.abs(change - expected), APART * typical); // else one outlier counts for long
            misses[i] += WEIGHT * (miss - misses[i]);
        }
        seen++;
        ChargeRule verdict = verdict();
        inFavour = verdict == rule || verdict != against ? 1 : inFavour + 1;
        against = verdict;
        boolean settled = found ? verdict != rule && inFavour >= ENOUGH : true;
        if (seen < ENOUGH || verdict == null || !settled) {
            return false;
        }
        boolean news = !found || rule != verdict;
        found = true;
        rule = verdict;
        return news;
    }

    /** The rule with clearly smaller errors; null when neither has. */
    private ChargeRule verdict() {
        double refunded = misses[ChargeRule.REFUNDED.ordinal()];
        double kept = misses[ChargeRule.KEPT.ordinal()];
        if (refunded < CLEARLY * kept) {
            return ChargeRule.REFUNDED;
        }
        return kept < CLEARLY * refunded ? ChargeRule.KEPT : null;
    }

    /**
     * The server repeatedly has more than if it kept its charges. A nearly full level identifies no rule, but such a
     * server would not be nearly full.
     *
     * @param times how often in a row that was found, each time by many headers
     * @return whether the rule has changed
     */
    public boolean hasMoreThanKept(int times) {
        return times >= (found ? FOUND_OFTEN : OFTEN) && givesBack();
    }

    /**
     * The server was nearly full when a call arrived. Where each call holds so many tokens that few calls leave, this
     * happens with every call. It looks like a server that keeps its charges, except that our accounts are too low.
     *
     * @param apart how much more the server has than our estimate, as a part of the limit
     * @return whether the rule has changed
     */
    public boolean seenFull(double apart) {
        pause(); // a full bucket loses its refill
        full = rule() == ChargeRule.KEPT && apart > FAR ? full + 1 : 0;
        if (full < (found ? FOUND_OFTEN : FULL_OFTEN)) {
            return false;
        }
        refunds();
        return true;
    }

    /**
     * Other evidence shows that the server does not keep its charges.
     *
     * @return whether the rule has changed
     */
    public boolean givesBack() {
        if (rule() != ChargeRule.KEPT) {
            return false;
        }
        refunds();
        return true;
    }

    private void refunds() {
        found = true;
        rule = ChargeRule.REFUNDED;
        inFavour = 0;
        full = 0;
    }

    /** Whether headers will arrive to detect the rule by. */
    public void expect(boolean headers) {
        expected = headers;
    }

    /** The last level cannot be compared with the next ones. */
    public void pause() {
        java.util.Arrays.fill(marks, null);
    }

    /** The detected rule; before that, the harmless one. */
    public ChargeRule rule() {
        return expected && !found ? ChargeRule.KEPT : rule;
    }
}
