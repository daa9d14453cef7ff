// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import io.github.camelopenai.internal.quota.Lane;
import io.github.camelopenai.internal.quota.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.ServerView;
import java.time.Duration;

/** How far one logical call has come, over all its attempts. Written by one step at a time, each after the other. */
final class Progress {

    private final Lane lane;
    private final boolean follows;
    private volatile int attempts;
    private volatile Runnable whenLeft = () -> {};
    private volatile ServerView view = ServerView.NONE;
    private volatile Duration queued = Duration.ZERO;
    private volatile Duration retriesFor; // null before the first failure

    /**
     * The progress of a call that waits in this lane.
     *
     * @param follows whether its exchange has been served before
     */
    Progress(Lane lane, boolean follows) {
        this.lane = lane;
        this.follows = follows;
    }

    /** Whether the call was let in before, as an earlier attempt or as an earlier call of its exchange. */
    boolean wasAdmitted() {
        return follows || attempts > 0;
    }

    /** An attempt begins. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // attempts follow each other
    void sent() {
        attempts++;
        view = ServerView.NONE;
    }

    /** Whom to tell when the request of the next attempt is on the wire. */
    void whenLeft(Runnable told) {
        whenLeft = told;
    }

    /** The request is on the wire. */
    void left() {
        whenLeft.run();
    }

    /** The request has waited for quota. */
    void waited(Duration duration) {
        queued = queued.plus(duration);
    }

    /** The next attempt begins within this time, or not at all. */
    void retriesFor(Duration left) {
        retriesFor = left;
    }

    /** How long it may wait for quota: for so long, but not past the deadline of retries. */
    Patience patience(Patience ofNew) {
        if (!wasAdmitted()) {
            return ofNew;
        }
        // A later attempt runs on a timer's thread and has waited before: it neither blocks nor goes to the end.
        Patience patience = ofNew.again(queued);
        return retriesFor == null ? patience : patience.atMost(retriesFor);
    }

    /** Headers have come. */
    void heard(ServerView headers) {
        view = headers;
    }

    /** What the headers of the last attempt say about the quota. */
    ServerView view() {
        return view;
    }

    Lane lane() {
        return lane;
    }

    int attempts() {
        return attempts;
    }

    Duration queued() {
        return queued;
    }
}
