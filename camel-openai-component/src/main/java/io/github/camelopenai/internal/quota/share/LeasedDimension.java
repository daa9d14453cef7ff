// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.share;

import io.github.camelopenai.internal.quota.ledger.Bucket;
import io.github.camelopenai.internal.quota.ledger.LimitTracker;
import io.github.camelopenai.internal.quota.ledger.QuotaDimension;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.quota.Lease;
import io.github.camelopenai.quota.QuotaBucket;

/** The leases of one dimension of a shared quota. Guarded by the throttle's lock. */
final class LeasedDimension {

    private static final double SAFE_PART = 0.9;
    private static final double BURST_SECONDS = 4;
    private static final double LEASE_SECONDS = 0.25;

    private final String name;
    private final QuotaDimension dimension;
    private final Ticker ticker;
    private Bucket fallback;
    private double usedMeanwhile;
    private double needed; // by the next call in turn
    double balance;
    boolean asked;
    private int question; // number of the last one
    private long askedAt;
    long askAt;
    private long owesUntil; // by the store's last answer

    LeasedDimension(String name, QuotaDimension dimension, Ticker ticker) {
        this.name = name;
        this.dimension = dimension;
        this.ticker = ticker;
        this.askAt = ticker.nanos();
        this.owesUntil = askAt;
    }

    long now() {
        return ticker.nanos();
    }

    /** The whole limit per minute; 0 while none is known. */
    long limit() {
        return dimension.minute() == null
                ? 0
                : Math.max(1, Math.round(dimension.minute().perMinute()));
    }

    /** The limit's worth of a quarter of a second. */
    double portion() {
        return limit() / 60.0 * LEASE_SECONDS;
    }

    LimitTracker meter() {
        return dimension.minute();
    }

    /** Whether the header is for the shared limit, the one per minute. */
    boolean isMeant(ServerView.Reading reading) {
        return dimension.isForTheMinute(reading);
    }

    QuotaBucket bucket() {
        return new QuotaBucket(name, limit(), limit());
    }

    /** Whether an answer of the store, or the time of the next question, is pending. */
    boolean isAwaited(long now) {
        return asked || askAt - now > 0;
    }

    /** Marks a question to the store as pending; returns its number. */
    int ask() {
        asked = true;
        askedAt = ticker.nanos();
        return ++question;
    }

    /** Whether the answer to that question was still pending; from now on it is not. */
    boolean isAnswered(int which) {
        boolean waited = asked && which == question;
        asked &= !waited;
        return waited;
    }

    /** The store has answered: it grants units, or states when the needed amount will be available. */
    void leased(Lease lease, long need) {
        balance += lease.granted();
        double flowsIn = need / perNano();
        owesUntil = now() + Math.max(0, lease.retryAfter().toNanos() - (long) flowsIn);
    }

    /**
     * Nanoseconds until debts are paid: ours, and that of the bucket at the last question. A wait that others cause by
     * taking the refill is no debt.
     */
    long nanosInDebt(long now) {
        if (fallback != null) {
            return fallback.nanosUntil(0, now);
        }
        return Math.max(0, owesUntil - now) + (long) Math.max(0, -balance / perNano());
    }

    private double perNano() {
        return limit() / 60e9;
    }

    /** Whether a header has named the limit, which may therefore be wrong. */
    boolean isLimitNamed() {
        return dimension.minute() != null && dimension.minute().isLimitNamed();
    }

    /** Whether an answer of the store has been pending for this long. */
    boolean isOverdue(long now, long nanos) {
        return asked && now - askedAt >= nanos;
    }

    /**
     * What is missing for a call, which is reserved for it from now on. Only the ledger records a debt beyond a
     * minute's worth.
     */
    double missing(double amount) {
        balance = Math.max(balance, -limit());
        needed = Math.min(amount, limit());
        return needed - balance;
    }

    /** The limit of this process while the store fails; it begins small, as the store's bucket may be empty. */
    Bucket fallback(int members, long now) {
        double flow = perNano() * SAFE_PART / members;
        double capacity = Math.max(1, flow * BURST_SECONDS * 1e9);
        if (fallback == null) {
            fallback = new Bucket(capacity, flow, now);
            fallback.take(Math.max(0, capacity - Math.max(1, portion() / members)), now);
        } else if (fallback.perNano() != flow) { // a header has named another limit
            fallback.reshape(capacity, flow, now);
        }
        return fallback;
    }

    /** False when no limit was known and nothing was charged. */
    boolean take(double amount, boolean failing, int members, long now) {
        needed = 0;
        if (limit() == 0) {
            return false;
        }
        if (failing) {
            fallback(members, now).take(amount, now);
            usedMeanwhile += amount;
        } else {
            balance -= amount;
        }
        return true;
    }

    /** A part of a call's charge was not used; negative when more was used. */
    void returned(double amount) {
        balance += amount;
        if (fallback != null) {
            fallback.giveBack(amount, now());
        }
    }

    /** What may go back to the store: all but two portions, and all but the next call's need; deducted here at once. */
    long takeSurplus() {
        return takeBeyond(Math.max(2 * portion(), needed));
    }

    /** All that may go back to the store, without the usage while the store failed; deducted here at once. */
    long takeAll() {
        return takeBeyond(usedMeanwhile);
    }

    private long takeBeyond(double kept) {
        long surplus = limit() == 0 ? 0 : Math.max(0, (long) Math.floor(balance - kept));
        balance -= surplus;
        return surplus;
    }

    /**
     * The amount to charge when the store is back, or to give back when negative; leases start at zero. A lost bucket
     * does not know earlier usage either, and a kept one has refilled for a minute at most, so the charge is bounded.
     */
    long settle(long inStore, int members) {
        double used = Math.min(usedMeanwhile - balance, Math.min((double) limit() / members, Math.max(0, inStore)));
        usedMeanwhile = 0;
        balance = 0;
        fallback = null;
        return Math.round(used);
    }
}
