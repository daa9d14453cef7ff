// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

/**
 * The calls under way, in the order in which they left. Each knows what the server had charged less than we for it and for those
 * before it, when it was let in: that comes out only when they end. Without it a wrong estimate would count twice, once when
 * the call is settled, and once as a difference between a header and our books. Not thread-safe.
 */
public final class CallsInFlight {

    private final Call ends = new Call(); // of a ring

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

    /** A call has ended, for which the server had charged so much less than we; negative for more. */
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

        /** What the server had charged less than we when it let the call in, as far as is known now. */
        public final double notCharged() {
            return notCharged;
        }
    }
}
