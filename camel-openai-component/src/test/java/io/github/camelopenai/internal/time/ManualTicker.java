// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is told otherwise. Thread-safe. */
public final class ManualTicker implements Ticker {

    private final AtomicLong now;

    /** Begins at an odd moment. */
    public ManualTicker() {
        this(123_456_789);
    }

    /** Begins there, which may be below zero. */
    public ManualTicker(long nanos) {
        now = new AtomicLong(nanos);
    }

    @Override
    public long nanos() {
        return now.get();
    }

    /** Lets time pass; no timer notices. */
    public void advance(Duration duration) {
        now.addAndGet(duration.toNanos());
    }
}
