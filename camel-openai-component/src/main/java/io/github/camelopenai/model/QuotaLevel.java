// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

import java.util.OptionalLong;

/**
 * The quota of one account and model at one moment. Immutable.
 *
 * @param key               account and model; no secret
 * @param requestsPerMinute the limit, empty when none is known
 * @param tokensPerMinute   the limit, empty when none is known
 * @param requestsLeft      requests that could leave now; negative when some are owed
 * @param tokensLeft        tokens that could be used now; negative when some are owed
 * @param inFlight          calls on their way
 * @param queued            calls that wait
 */
public record QuotaLevel(
        String key,
        OptionalLong requestsPerMinute,
        OptionalLong tokensPerMinute,
        OptionalLong requestsLeft,
        OptionalLong tokensLeft,
        int inFlight,
        int queued) {}
