// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.lane;

import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import java.util.concurrent.CompletableFuture;

/** A call that waits for its permit. */
public final class Waiter {
    public final Cost cost;
    public final LaneQueue lane;
    public final Patience patience;
    public final long since;
    final long deadline;
    long order; // set by the queue; distinguishes waiters with the same deadline
    public final CompletableFuture<Permit> permit = new CompletableFuture<>();

    public Waiter(Cost cost, LaneQueue lane, long nowNanos, Patience patience) {
        this.cost = cost;
        this.lane = lane;
        this.patience = patience;
        this.since = nowNanos;
        this.deadline = nowNanos + patience.leftNanos();
    }
}
