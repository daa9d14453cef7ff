// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

import io.github.camelopenai.internal.quota.terms.Backlog;
import io.github.camelopenai.internal.quota.terms.Cost;
import java.util.function.ToDoubleFunction;

/** How long calls will wait, from the state of a ledger at one moment. Not thread-safe. */
public final class WaitForecast {

    private final Ledger ledger;
    private final boolean onlyKnown;
    private final long now;

    /** @param onlyKnown whether unknown limits are left out */
    WaitForecast(Ledger ledger, boolean onlyKnown, long now) {
        this.ledger = ledger;
        this.onlyKnown = onlyKnown;
        this.now = now;
    }

    /** How long the next call waits, as {@link Ledger#ask} answers. */
    public WaitEstimate ofNext(Cost cost) {
        double tokens = ledger.withDoubt(cost);
        return outlook(
                meter -> meter.nanosUntil(1, now),
                tokens > 0 ? meter -> meter.nanosUntil(tokens, now) : null,
                cost.images() > 0 ? meter -> meter.nanosUntil(cost.images(), now) : null);
    }

    /**
     * About how long a call waits behind others.
     *
     * @param share the part of the quota that they have
     */
    public WaitEstimate behind(Backlog others, Cost cost, double share) {
        double own = ledger.tokensOf(cost);
        double charged = (ledger.charged(others) + own) / share;
        double used = (ledger.used(others) + own) / share;
        double calls = (others.calls() + 1) / share;
        double pictures = (others.images() + cost.images()) / share;
        return outlook(
                meter -> meter.nanosFor(calls, calls, 0, now),
                used > 0 ? meter -> meter.nanosFor(used, charged, ledger.nanosUnderway(), now) : null,
                pictures > 0 ? meter -> meter.nanosFor(pictures, pictures, 0, now) : null);
    }

    /** Dimensions that the call does not need are null. */
    private WaitEstimate outlook(
            ToDoubleFunction<LimitTracker> ofRequests,
            ToDoubleFunction<LimitTracker> ofTokens,
            ToDoubleFunction<LimitTracker> ofImages) {
        long pause = ledger.nanosUntilOpen(now);
        String what = pause > 0 ? "the pause that the server asked for" : "quota";
        return new WaitEstimate(pause, ledger.hasAnswers(), what, null)
                .and(one("requests", ledger.requests(), ledger.hasAnswers(), ofRequests))
                .and(one("tokens", ledger.tokens(), ledger.isUseSeen(), ofTokens))
                .and(one("images", ledger.images(), ledger.hasAnswers(), ofImages));
    }

    private WaitEstimate one(
            String unit, QuotaDimension dimension, boolean isUseSeen, ToDoubleFunction<LimitTracker> wait) {
        return wait == null ? WaitEstimate.OPEN : dimension.outlook(unit, isUseSeen, onlyKnown, wait);
    }
}
