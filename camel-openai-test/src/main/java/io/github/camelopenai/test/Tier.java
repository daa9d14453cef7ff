// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.limit.Limits;
import java.util.Optional;

/** The usage tier of the simulated account. Each model has a quota of its own, of this size. */
public enum Tier {
    /** 3 requests and 40,000 tokens a minute. */
    FREE(3, 40_000),
    /** 500 requests and 200,000 tokens a minute. */
    TIER_1(500, 200_000),
    /** 5,000 requests and 2,000,000 tokens a minute. */
    TIER_2(5_000, 2_000_000),
    /** No limits, and no rate-limit headers. */
    UNLIMITED(0, 0);

    private final long requestsPerMinute;
    private final long tokensPerMinute;

    Tier(long requestsPerMinute, long tokensPerMinute) {
        this.requestsPerMinute = requestsPerMinute;
        this.tokensPerMinute = tokensPerMinute;
    }

    Optional<Limits> limits() {
        return this == UNLIMITED ? Optional.empty() : Optional.of(new Limits(requestsPerMinute, tokensPerMinute));
    }
}
