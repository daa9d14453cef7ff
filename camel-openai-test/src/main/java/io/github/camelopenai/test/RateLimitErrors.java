// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.api.ApiError;
import io.github.camelopenai.test.internal.limit.Admission;
import io.github.camelopenai.test.internal.limit.Admission.Dimension;
import io.github.camelopenai.test.internal.limit.GoDuration;
import java.time.Duration;

/** The bodies of the several kinds of 429. Stateless. */
final class RateLimitErrors {
    static final String ORGANIZATION = "org-simulator";

    private static final String LIMITED = "rate_limit_exceeded";
    private static final String HINT = " Visit https://platform.openai.com/account/rate-limits to learn more.";

    private RateLimitErrors() {}

    static ApiError refused(String model, Admission.Refused refused) {
        Dimension dimension = refused.dimension();
        return reached(
                model,
                dimension.label(),
                "Limit %d, Used %d, Requested %d".formatted(refused.limit(), refused.used(), refused.requested()),
                dimension.type(),
                refused.delay());
    }

    static ApiError scripted(String model, Dimension dimension, Duration wait) {
        String amounts = dimension == Dimension.REQUESTS
                ? "Limit 500, Used 500, Requested 1"
                : "Limit 200000, Used 199000, Requested 2000";
        return reached(model, dimension.label(), amounts, dimension.type(), wait);
    }

    static ApiError daily(String model, Duration wait) {
        return reached(model, "requests per day (RPD)", "Limit 200, Used 200, Requested 1", "requests", wait);
    }

    static ApiError tooLarge(String model, long limit, long requested) {
        String message = ("Request too large for %s in organization %s on tokens per min (TPM): Limit %d, Requested %d."
                        + " The input or output tokens must be reduced in order to run successfully.%s")
                .formatted(model, ORGANIZATION, limit, requested, HINT);
        return error(message, "tokens", LIMITED);
    }

    static ApiError slowDown() {
        return error("Your traffic grew too fast. Please slow down.", "rate_limit_error", "slow_down");
    }

    static ApiError quotaExceeded(String code) {
        String message = "You exceeded your current quota, please check your plan and billing details.";
        return error(message, "insufficient_quota", code);
    }

    private static ApiError reached(String model, String label, String amounts, String type, Duration wait) {
        String message = "Rate limit reached for %s in organization %s on %s: %s. Please try again in %s.%s"
                .formatted(model, ORGANIZATION, label, amounts, GoDuration.of(wait), HINT);
        return error(message, type, LIMITED);
    }

    private static ApiError error(String message, String type, String code) {
        return new ApiError(429, message, type, null, code);
    }
}
