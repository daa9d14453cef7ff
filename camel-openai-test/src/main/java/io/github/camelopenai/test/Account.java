// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.api.ApiError;
import io.github.camelopenai.test.internal.api.Operation.Call;
import io.github.camelopenai.test.internal.limit.Admission;
import io.github.camelopenai.test.internal.limit.Levels;
import io.github.camelopenai.test.internal.limit.QuotaBook;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The simulated account: charges calls to the quotas of their models. Thread-safe. */
final class Account {
    private final QuotaBook quotas;
    private final ChargeRule rule;
    private final SimulatedClock clock;

    Account(QuotaBook quotas, ChargeRule rule, SimulatedClock clock) {
        this.quotas = quotas;
        this.rule = rule;
        this.clock = clock;
    }

    /** Charges a call, or says why not. */
    Optional<Rejection> charge(String model, Call call) {
        return admit(model, charged(call));
    }

    /** Charges a request that will be refused for another reason: it costs a request and no tokens. */
    Optional<Rejection> chargeRequest(String model) {
        return admit(model, 0);
    }

    /** Corrects the charge, at the moment when the answer goes out. */
    void settle(String model, Call call, OptionalLong used, Duration delay) {
        long now = clock.nowNanos();
        long unused = charged(call) - used.orElse(charged(call));
        long correction =
                switch (rule) {
                    case RESERVED_KEPT -> 0;
                    case RESERVED_REFUNDED -> Math.max(0, unused);
                    case ACTUAL -> unused;
                };
        if (correction != 0) {
            quotas.of(model, now).ifPresent(quota -> quota.correct(correction, now + delay.toNanos()));
        }
    }

    Optional<Levels> levels(String model) {
        long now = clock.nowNanos();
        return quotas.of(model, now).map(quota -> quota.levels(now));
    }

    void reset() {
        quotas.reset();
    }

    private long charged(Call call) {
        return rule == ChargeRule.ACTUAL ? call.promptTokens() : call.promptTokens() + call.reservedTokens();
    }

    private Optional<Rejection> admit(String model, long tokens) {
        long now = clock.nowNanos();
        return quotas.of(model, now).flatMap(quota -> rejection(model, quota.admit(tokens, now)));
    }

    private static Optional<Rejection> rejection(String model, Admission admission) {
        if (admission instanceof Admission.Refused refused) {
            return Optional.of(new Rejection(RateLimitErrors.refused(model, refused), Optional.of(refused.delay())));
        }
        if (admission instanceof Admission.TooLarge tooLarge) {
            ApiError error = RateLimitErrors.tooLarge(model, tooLarge.limit(), tooLarge.requested());
            return Optional.of(new Rejection(error, Optional.empty()));
        }
        return Optional.empty();
    }

    /** A 429; without a wait when no waiting can help. */
    record Rejection(ApiError error, Optional<Duration> retryAfter) {}
}
