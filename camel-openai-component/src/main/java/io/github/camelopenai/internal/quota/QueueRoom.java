// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.internal.quota.lane.LaneQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds new exchanges while a lane of any account is crowded with exchanges already in progress. Thread-safe. */
public final class QueueRoom {
    /*
     * A route may have a quick step first and a slow one later. The queue of the first step has room, so it holds no
     * caller back. Its exchanges then gather before the second step, on threads that cannot be held. So callers that
     * may be held wait where exchanges start, whichever account they call.
     */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition open = lock.newCondition();
    private volatile int crowded; // changed under lock
    private boolean forEver; // guarded by lock

    /** Whether no caller needs to wait. */
    boolean isOpen() {
        return crowded == 0;
    }

    /**
     * Waits until no lane is crowded, at most for this time.
     *
     * @return the nanoseconds left; zero or less when the time has passed
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

    /** Checks a lane whose length has changed. Under the lock of its throttle. */
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

    /** Never holds a caller again: the Camel context stops. */
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
