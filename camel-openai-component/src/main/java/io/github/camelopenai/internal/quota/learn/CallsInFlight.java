// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

/**
 * The calls in flight, in the order in which they left. Each knows how much less than we the server had charged, for it
 * and for the calls before it, when the server accepted it; this becomes known only when they end. Without it a wrong
 * estimate would count twice: when the call is settled, and as a difference between a header and our accounts. Not
 * thread-safe.
 */
public final class CallsInFlight {

    private final Call ends = new Call(); // the anchor of a ring

    public CallsInFlight() {
        ends.before = ends;
        ends.after = ends;
    }

    /** A call leaves. */
    public void add(Call call) {
        call.before = ends.before;
        call.after = ends;
        call.before.after = call;
        ends.before = call;
    }

    /** A call has ended that the server had charged less than we by the amount; negative for more. */
    public void end(Call call, double notCharged) {
        if (call.after == null) {
            return; // it had ended before
        }
        for (Call later = call; later != ends && notCharged != 0; later = later.after) {
            later.notCharged += notCharged;
        }
        call.before.after = call.after;
        call.after.before = call.before;
        call.before = null;
        call.after = null;
    }

    /** One call. */
    public static class Call {
        private Call before;
        private Call after;
        private double notCharged;

        /** How much less than we the server had charged when it accepted the call, by our current estimate. */
        public final double notCharged() {
            return notCharged;
        }
    }
}
