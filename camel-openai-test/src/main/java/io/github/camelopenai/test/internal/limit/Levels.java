// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.limit;

import java.time.Duration;

/** What a quota reports in the answer's headers. The resets are the times until the buckets are full. */
public record Levels(
        Limits limits, long remainingRequests, long remainingTokens, Duration resetRequests, Duration resetTokens) {}
