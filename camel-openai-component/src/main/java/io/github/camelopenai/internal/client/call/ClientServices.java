// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.internal.quota.Throttles;
import io.github.camelopenai.internal.retry.RetryBudget;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What the clients of a component share.
 *
 * @param throttles one queue for each account and model family
 * @param budget    bounds the retries
 * @param calls     all calls that have not ended
 * @param timer     for delays
 * @param ticker    measures time spans
 * @param clock     for dates that servers send
 * @param threads   one for each call in flight; never the caller's own
 */
public record ClientServices(
        Throttles throttles,
        RetryBudget budget,
        CallRegistry calls,
        Timer timer,
        Ticker ticker,
        InstantSource clock,
        Executor threads) {}
