// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.ServerView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.HttpUrl;

/** How far one logical call has come, over all its attempts. Written by one step at a time, each after the other. */
public final class CallProgress {

    private final Lane lane;
    private final boolean follows;
    private final List<HttpUrl> places = new CopyOnWriteArrayList<>(); // where the request went, once it was redirected
    private volatile int attempts;
    private volatile boolean redirected;
    private volatile Runnable whenLeft = () -> {};
    private volatile ServerView view = ServerView.NONE;
    private volatile Duration queued = Duration.ZERO;
    private volatile Duration retriesFor; // null before the first failure

    /**
     * The progress of a call that waits in this lane.
     *
     * @param follows whether its exchange has been served before
     */
    public CallProgress(Lane lane, boolean follows) {
        this.lane = lane;
        this.follows = follows;
    }

    /** Whether the call was let in before, as an earlier attempt or as an earlier call of its exchange. */
    boolean wasAdmitted() {
        return follows || attempts > 0;
    }

    /** An attempt begins. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // attempts follow each other
    public void sent() {
        attempts++;
        view = ServerView.NONE;
        redirected = false;
    }

    /** The server wants the request at another place; the next attempt goes there, and so do those that may follow. */
    public void redirect(HttpUrl from, HttpUrl to) {
        if (places.isEmpty()) {
            places.add(from);
        }
        places.add(to);
        redirected = true;
    }

    /** Whether the last attempt has ended with a redirect that is followed. */
    public boolean isRedirected() {
        return redirected;
    }

    /** How many redirects were followed. */
    public int redirects() {
        return Math.max(0, places.size() - 1);
    }

    /** Whether the call was there before it was redirected. */
    public boolean wasAt(HttpUrl place) {
        return places.contains(place);
    }

    /** Where the request goes; null for where its operation is. */
    public HttpUrl place() {
        return places.isEmpty() ? null : places.get(places.size() - 1);
    }

    /** Whom to tell when the request of the next attempt is on the wire. */
    public void whenLeft(Runnable told) {
        whenLeft = told;
    }

    /** The request is on the wire. */
    public void left() {
        whenLeft.run();
    }

    /** The request has waited for quota. */
    public void waited(Duration duration) {
        queued = queued.plus(duration);
    }

    /** The next attempt begins within this time, or not at all. */
    public void retriesFor(Duration left) {
        retriesFor = left;
    }

    /** How long it may wait for quota: for so long, but not past the deadline of retries. */
    public Patience patience(Patience ofNew) {
        if (!wasAdmitted()) {
            return ofNew;
        }
        // A later attempt runs on a timer's thread and has waited before: it neither blocks nor goes to the end.
        Patience patience = ofNew.again(queued);
        return retriesFor == null ? patience : patience.atMost(retriesFor);
    }

    /** Headers have come. */
    public void heard(ServerView headers) {
        view = headers;
    }

    /** What the headers of the last attempt say about the quota. */
    public ServerView view() {
        return view;
    }

    public Lane lane() {
        return lane;
    }

    public int attempts() {
        return attempts;
    }

    public Duration queued() {
        return queued;
    }
}
