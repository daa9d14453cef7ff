// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.internal.quota.QueuePolicy.Patience;
import java.util.concurrent.CompletableFuture;

/** A call that waits for its permit. */
final class Waiter {
    final Cost cost;
    final LaneQueue lane;
    final Patience patience;
    final long since;
    final long deadline;
    long order; // set by the queue; tells waiters of one deadline apart
    final CompletableFuture<Permit> permit = new CompletableFuture<>();

    Waiter(Cost cost, LaneQueue lane, long nowNanos, Patience patience) {
        this.cost = cost;
        this.lane = lane;
        this.patience = patience;
        this.since = nowNanos;
        this.deadline = nowNanos + patience.leftNanos();
    }
}
