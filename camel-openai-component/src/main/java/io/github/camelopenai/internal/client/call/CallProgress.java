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

/** The progress of one logical call over all its attempts. Written by one step at a time, one after the other. */
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
     * @param follows whether an earlier call of its exchange was served
     */
    public CallProgress(Lane lane, boolean follows) {
        this.lane = lane;
        this.follows = follows;
    }

    /** Whether the call was accepted before, in an earlier attempt or as an earlier call of its exchange. */
    boolean wasAdmitted() {
        return follows || attempts > 0;
    }

    /** An attempt begins. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // attempts run one after the other
    public void sent() {
        attempts++;
        view = ServerView.NONE;
        redirected = false;
    }

    /** The server redirects the request; the next attempt goes to the new address, and so do later ones. */
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

    /** How many redirects the call has followed. */
    public int redirects() {
        return Math.max(0, places.size() - 1);
    }

    /** Whether the call went to this address before it was redirected. */
    public boolean wasAt(HttpUrl place) {
        return places.contains(place);
    }

    /** The address of the request; null for the usual address of its operation. */
    public HttpUrl place() {
        return places.isEmpty() ? null : places.get(places.size() - 1);
    }

    /** Sets what runs when the request of the next attempt is on the wire. */
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

    /** The next attempt must begin within this time, or it does not begin. */
    public void retriesFor(Duration left) {
        retriesFor = left;
    }

    /** How long the call may wait for quota: as long as a new call, but not past the retry deadline. */
    public Patience patience(Patience ofNew) {
        if (!wasAdmitted()) {
            return ofNew;
        }
        // A later attempt runs on a timer's thread and has waited before: it neither blocks nor joins the end of the
        // queue.
        Patience patience = ofNew.again(queued);
        return retriesFor == null ? patience : patience.atMost(retriesFor);
    }

    /** The headers of an answer have arrived. */
    public void heard(ServerView headers) {
        view = headers;
    }

    /** What the headers of the last attempt report about the quota. */
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
