// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.retry;

import io.github.camelopenai.internal.time.Ticker;

/**
 * Bounds the retries of all calls to one server together, so that an outage does not multiply the load. Each success
 * earns a tenth of a retry, and a floor refills by itself so that quiet routes can retry too. The idea is that of
 * Finagle's retry budget. Rate limit rejections do not count: the server paces them. Thread-safe.
 */
public final class RetryBudget {

    private static final double PER_SUCCESS = 0.1;
    private static final double FLOOR_PER_NANO = 10 / 60e9;
    private static final double FLOOR = 30;
    private static final double CAPACITY = 100;

    private final Ticker ticker;
    private double balance = FLOOR; // guarded by this
    private long at; // guarded by this

    /** Starts with the floor. */
    public RetryBudget(Ticker ticker) {
        this.ticker = ticker;
        this.at = ticker.nanos();
    }

    /** A call succeeded. */
    public synchronized void earn() {
        balance = Math.min(CAPACITY, balance + PER_SUCCESS);
    }

    /** Takes one retry; false when there is none. */
    public synchronized boolean trySpend() {
        long now = ticker.nanos();
        if (balance < FLOOR) {
            balance = Math.min(FLOOR, balance + (now - at) * FLOOR_PER_NANO);
        }
        at = now;
        if (balance < 1) {
            return false;
        }
        balance--;
        return true;
    }
}
