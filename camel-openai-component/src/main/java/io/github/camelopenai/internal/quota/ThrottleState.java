// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.internal.quota.lane.LaneQueue;
import io.github.camelopenai.internal.quota.lane.Lanes;
import io.github.camelopenai.internal.quota.ledger.Ledger;
import io.github.camelopenai.internal.quota.ledger.LimitTracker;
import io.github.camelopenai.internal.quota.ledger.QuotaDimension;
import io.github.camelopenai.internal.quota.ledger.WaitEstimate;
import io.github.camelopenai.internal.quota.ledger.WaitForecast;
import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.terms.Admission;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.Rejection;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.model.QuotaLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The state of one throttle: the ledger, the lanes, and the leases where the quota is shared. Arithmetic with time as
 * an argument; guarded by the throttle's lock.
 */
public final class ThrottleState {

    private final String key;
    private final QueuePolicy policy;
    private final Ledger ledger;
    private final Lanes waiting;
    private final SharedQuota shared; // null where the quota is not shared
    private int inFlight;

    /**
     * @param key     the name of the throttle, for display
     * @param sharing makes the leases that belong to the ledger; null where the quota is not shared
     */
    ThrottleState(
            String key,
            Limits limits,
            QueuePolicy policy,
            Lanes waiting,
            Function<Ledger, SharedQuota> sharing,
            long nowNanos) {
        this.key = key;
        this.policy = policy;
        this.ledger = new Ledger(limits, nowNanos);
        this.waiting = waiting;
        this.shared = sharing == null ? null : sharing.apply(ledger);
    }

    /**
     * A call that has left and is not settled yet.
     *
     * @param lease  null where the quota is not shared
     * @param share  what its lane was charged
     * @param at     when it left
     * @param waited from its arrival until then
     */
    record Taken(
            Ledger.Booking booking, SharedQuota.Taken lease, LaneQueue lane, double share, long at, Duration waited) {}

    /** Whether one more call may be in flight. */
    boolean isPlaceFree() {
        return inFlight < policy.maxConcurrent();
    }

    /** Whether there is no activity, here or at the server or the store, that a new state would have to know. */
    boolean isAtRest(long now) {
        return inFlight == 0 && waiting.isEmpty() && ledger.isAtRest(now) && (shared == null || shared.isAtRest());
    }

    /** Whether the ledger lets the call leave now; does not call the store, as it is not the call's turn yet. */
    Admission askLedger(Cost cost, long now) {
        ledger.flowEvenly(waiting.areSeveral(now));
        return ledger.ask(cost, now);
    }

    /** Whether the next call in turn may leave now. */
    Admission ask(Cost cost, long now) {
        Admission answer = askLedger(cost, now);
        long lease = answer instanceof Admission.Granted ? untilLeased(cost, now) : 0;
        return lease > 0 ? new Admission.Wait(Duration.ofNanos(lease)) : answer;
    }

    /** Nanoseconds until the shared quota may allow the call; 0 when it does, or when the quota is not shared. */
    private long untilLeased(Cost cost, long now) {
        return shared == null
                ? 0
                : shared.nanosUntil(
                        ledger.tokensOf(cost), ledger.charged(waiting.backlog()), Math.max(1, waiting.size()), now);
    }

    /** See {@link LimitTracker#nanosUntilLastStretch}. */
    long nanosUntilLastStretch(long now) {
        return ledger.nanosUntilLastStretch(now);
    }

    /**
     * Charges a call that leaves.
     *
     * @param since when it arrived
     */
    Taken take(Cost cost, LaneQueue lane, long since, long now) {
        double share = ledger.shareOf(cost);
        Ledger.Booking booking = ledger.take(cost, now);
        SharedQuota.Taken lease = shared == null ? null : shared.take(booking.tokens(), now);
        waiting.served(lane, share, now);
        inFlight++; // last: a place that is taken by mistake is never free again
        return new Taken(booking, lease, lane, share, now, Duration.ofNanos(now - since));
    }

    /** The request has left only now; it had to be connected first, or waited for a thread. */
    void left(Taken taken, long now) {
        ledger.left(taken.booking, now);
    }

    /** The server has reported what is left, while the call is still in flight. */
    void heard(Taken taken, ServerView view, long now) {
        ledger.observe(taken.booking, false, view, now);
        compareShared(taken, view);
    }

    /** The call has ended with an answer. */
    void settle(Taken taken, Used used, ServerView view, long now) {
        inFlight--; // first: the place is free after any exception
        Ledger.Booking booking = taken.booking;
        Used believable = booking.cost.believable(used);
        double really = believable.isKnown() ? believable.tokens() : booking.tokens();
        waiting.settled(taken.lane, ledger.dominantShare(1, really, booking.cost.images()) - taken.share);
        giveBack(taken, 0, ledger.settle(booking, used, view, now));
        compareShared(taken, view);
    }

    /** The call was not sent. */
    void refund(Taken taken, long now) {
        inFlight--;
        waiting.settled(taken.lane, -taken.share);
        giveBack(taken, 1, taken.booking.tokens());
        ledger.refund(taken.booking, now);
        compareShared(taken, ServerView.NONE);
    }

    /** The server has refused the call for its rate limit. */
    void rejected(Taken taken, Rejection rejection, ServerView view, long now) {
        inFlight--;
        waiting.settled(taken.lane, -taken.share);
        giveBack(taken, 0, taken.booking.tokens());
        ledger.rejected(taken.booking, rejection, view, now);
        if (shared != null) {
            shared.refused(taken.lease, taken.booking.tokens(), view);
        }
    }

    private void compareShared(Taken taken, ServerView view) {
        if (shared != null) {
            shared.heard(taken.lease, view);
        }
    }

    private void giveBack(Taken taken, double requests, double tokens) {
        if (shared != null) {
            shared.returned(taken.lease, requests, tokens);
        }
    }

    /**
     * How long a call waits in this lane: the lane gets its share at least, and all that others leave.
     *
     * @param onlyKnown whether unknown limits are left out: the real wait is then at least this long
     */
    WaitEstimate outlookIn(LaneQueue lane, Cost cost, boolean onlyKnown, long now) {
        WaitForecast forecast = ledger.forecast(onlyKnown, now);
        if (waiting.isEmpty()) {
            askLedger(cost, now); // brings it up to date
            return forecast.ofNext(cost).and(untilPlace(1));
        }
        double share = waiting.shareOf(lane);
        WaitEstimate all = forecast.behind(waiting.backlog(), cost, 1).and(untilPlace(waiting.size() + 1));
        WaitEstimate own = forecast.behind(lane.backlog(), cost, share).and(untilPlace((lane.size() + 1) / share));
        return own.or(all);
    }

    /** About how long it takes until this many more calls have been in flight. */
    private WaitEstimate untilPlace(double calls) {
        double missing = calls + inFlight - policy.maxConcurrent();
        double nanos = Math.max(0, missing * ledger.nanosUnderway() / policy.maxConcurrent());
        return new WaitEstimate(
                nanos, true, "a place under way", () -> "maxConcurrentRequests=" + policy.maxConcurrent());
    }

    /** The name of the throttle, for display. */
    String key() {
        return key;
    }

    /** The limits as currently known. */
    Limits limits() {
        return ledger.limitsNow();
    }

    /** Null where the quota is not shared. */
    SharedQuota shared() {
        return shared;
    }

    boolean isStoreFailing() {
        return shared != null && shared.isFailing();
    }

    /** The current state, for display. */
    QuotaLevel level(long now) {
        List<QuotaLevel.Dimension> levels = new ArrayList<>();
        addLevels(levels, "requests", ledger.requests(), now);
        addLevels(levels, "tokens", ledger.tokens(), now);
        addLevels(levels, "images", ledger.images(), now);
        WaitEstimate expected = outlookIn(waiting.find(Lane.DEFAULT), Cost.OF_ONE_REQUEST, false, now);
        Limits limits = ledger.limitsNow();
        return new QuotaLevel(
                key,
                limits.requestsPerMinute(),
                limits.tokensPerMinute(),
                left(ledger.requests(), now),
                left(ledger.tokens(), now),
                inFlight,
                waiting.size(),
                levels,
                ledger.rule().name().toLowerCase(Locale.ROOT),
                ledger.cut(now),
                waiting.levels(),
                expected.duration(),
                expected.isKnown(),
                isStoreFailing());
    }

    private static void addLevels(List<QuotaLevel.Dimension> levels, String name, QuotaDimension dimension, long now) {
        if (dimension.minute() != null) {
            levels.add(dimension.minute().level(name, now));
        }
        if (dimension.day() != null) {
            levels.add(dimension.day().level(name + " a day", now));
        }
    }

    private static OptionalLong left(QuotaDimension dimension, long now) {
        return dimension.minute() == null
                ? OptionalLong.empty()
                : OptionalLong.of((long) Math.floor(dimension.minute().level(now)));
    }
}
