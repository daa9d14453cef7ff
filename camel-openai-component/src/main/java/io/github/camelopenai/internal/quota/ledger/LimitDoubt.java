// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.ledger;

/**
 * Lets one call leave after a minute without a departure, despite any limit from a header. Its answer shows whether the
 * limit still holds; without it no call would leave, and nothing would be learned again. Not thread-safe.
 */
public final class LimitDoubt {
    /** A little more than a minute: by then a limit per minute lets calls leave by itself. */
    private static final long AFTER = 65_000_000_000L;

    /** A limit that ends the wait within this time is not tested: a large call waits for a whole minute. */
    private static final long SOON = 20_000_000_000L;

    /** While we reduce our own rate, waits are longer. */
    private static final int PATIENCE = 4;

    private long leftAt;
    private int times = 1;

    public LimitDoubt(long nowNanos) {
        this.leftAt = nowNanos;
    }

    /** A call leaves, or nothing leaves until then for another reason. */
    void left(long at) {
        leftAt = at;
    }

    /** Nanoseconds until a call may leave as a test; 0 when it may now. */
    public long nanosUntil(long now) {
        return Math.max(0, AFTER * times - (now - leftAt));
    }

    /** Whether limits that hold a call back for so long are worth a test. */
    public boolean isFor(long waitNanos, long now) {
        return waitNanos - SOON * times > nanosUntil(now);
    }

    /** Only a part of the limits is used, so calls leave that much later. */
    public void cut(double part) {
        times = part < 1 ? PATIENCE : 1;
    }
}
