// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.internal.quota.lane.LaneQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets no further exchanges in while a lane of any account is crowded with those that are under way. Thread-safe. */
public final class QueueRoom {
    /*
     * A route may have a quick step first and a slow one later. The queue of the first has room, so it holds nobody back, and what
     * it lets through gathers before the second, brought by threads that cannot be held. So the door is where exchanges come in:
     * callers that may be held wait there, whichever account they call.
     */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition open = lock.newCondition();
    private volatile int crowded; // changed under lock
    private boolean forEver; // guarded by lock

    /** Whether nobody need wait there. */
    boolean isOpen() {
        return crowded == 0;
    }

    /**
     * Waits until the door is open, for so long at most.
     *
     * @return nanoseconds that are left; not more than zero when the time has passed
     */
    long await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (crowded > 0 && !forEver && left > 0) {
                left = open.awaitNanos(left);
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Looks at a lane that has got longer or shorter. Under the lock of its throttle. */
    void look(LaneQueue lane, int crowd) {
        boolean isCrowded = lane.size() >= crowd;
        if (isCrowded != lane.crowded) {
            lane.crowded = isCrowded;
            change(isCrowded ? 1 : -1);
        }
    }

    private void change(int by) {
        lock.lock();
        try {
            crowded = crowded + by;
            if (crowded == 0) {
                open.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Opens and stays open: the Camel context stops. */
    void openForEver() {
        lock.lock();
        try {
            forEver = true;
            open.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
