// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import java.util.OptionalLong;

/**
 * One throttle at one moment. Immutable.
 *
 * @param key          account and model family it stands for; no secret
 * @param limits       what it holds calls to
 * @param requestsLeft requests that could leave now, empty without a limit
 * @param tokensLeft   tokens that could be used now, empty without a limit
 * @param inFlight     calls on their way
 * @param queued       calls that wait
 */
public record QuotaSnapshot(
        String key, Limits limits, OptionalLong requestsLeft, OptionalLong tokensLeft, int inFlight, int queued) {}
