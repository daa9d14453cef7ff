// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is told otherwise. Thread-safe. */
public final class ManualTicker implements Ticker {

    private final AtomicLong now = new AtomicLong(123_456_789);

    @Override
    public long nanos() {
        return now.get();
    }

    /** Lets time pass; no timer notices. */
    public void advance(Duration duration) {
        now.addAndGet(duration.toNanos());
    }
}
