// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.internal.quota.ServerView.Reading;
import io.github.camelopenai.quota.QuotaStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Keeps the store's bucket of one dimension where the server's is. Guarded by the throttle's lock. */
final class StoreLevel {
    /*
     * 1. Levels are compared as of one moment. Once a second, when a call leaves, the store is asked what it has; the header
     *    of that call says what the server had. What anyone sends while the answer is under way is in neither.
     * 2. What was moved ends all comparisons that are under way: they would find the same difference once more.
     * 3. Each member moves its part only, as all of them find the same. But when the server has refused a call for this very
     *    limit, the levels of now are compared, and the member that was refused moves all.
     */
    private static final int AT_ONCE = 8;
    private static final long SECOND = 1_000_000_000L;

    private final QuotaStore store;
    private final StoreCalls calls;
    private final LeasedDimension leased;
    private final IntSupplier members;
    private final StoreDrift drift = new StoreDrift();
    private final List<Sample> underway = new ArrayList<>();
    private boolean asking; // after a refusal
    private long sampledAt;
    private double fraction; // of a unit that is still to be moved

    /** What the store had when a call left, and we of what was leased from it. */
    static final class Sample {
        private final double ours;
        private Long inStore; // null until the store has answered

        private Sample(double ours) {
            this.ours = ours;
        }
    }

    StoreLevel(QuotaStore store, StoreCalls calls, LeasedDimension leased, IntSupplier members) {
        this.store = store;
        this.calls = calls;
        this.leased = leased;
        this.members = members;
        this.sampledAt = leased.now() - SECOND;
    }

    /** A call leaves that has leased; null when it is not to be compared. */
    Sample whenLeaving(long now) {
        if (underway.size() >= AT_ONCE || asking || now - sampledAt < SECOND) {
            return null;
        }
        sampledAt = now;
        Sample sample = new Sample(Math.max(0, leased.balance));
        underway.add(sample);
        calls.ask(() -> store.available(leased.bucket()), (level, failure) -> sample.inStore = level);
        return sample;
    }

    /**
     * The server has said what it had when it let the call in.
     *
     * @param sample  of that call; null when it is not to be compared
     * @param reading null when the server has said nothing
     */
    void heard(Sample sample, Reading reading) {
        if (underway.remove(sample) && sample.inStore != null) {
            compare(sample.inStore + sample.ours, reading, members.getAsInt());
        }
    }

    /** The server has refused a call for its rate. It had so much for it then, and has counted nothing for it. */
    void refused(Sample sample, Reading reading, double amount) {
        boolean isForThis = reading != null && reading.remaining() < amount;
        if (!isForThis) {
            heard(sample, null);
        } else if (!asking) {
            asking = true;
            underway.clear();
            calls.ask(() -> store.available(leased.bucket()), (level, failure) -> {
                asking = false;
                if (level != null) {
                    compare(level + Math.max(0, leased.balance), reading, 1);
                }
            });
        }
    }

    /** Forgets what it has seen; the levels are set by other means, or reckoned otherwise from now on. */
    void reset() {
        underway.clear();
        drift.reset();
    }

    private void compare(double ours, Reading reading, int movers) {
        if (reading == null || !leased.isMeant(reading)) {
            return;
        }
        Meter meter = leased.meter();
        // The server rounds down.
        double gain = drift.observe(ours - reading.remaining() - 1, meter.mostAtOnce());
        if (gain <= 0 || !meter.isLimitOurOwn()) {
            move(gain / movers);
        }
    }

    private void move(double amount) {
        if (amount == 0) {
            return;
        }
        underway.clear();
        double all = fraction + amount;
        long whole = (long) all;
        fraction = all - whole;
        if (whole > 0) {
            StoreCalls.tell(() -> store.giveBack(leased.bucket(), whole));
        } else if (whole < 0) {
            StoreCalls.tell(() -> store.charge(leased.bucket(), -whole));
        }
    }

    /** See {@link StoreDrift#behind}. */
    int behind() {
        return drift.behind();
    }
}
