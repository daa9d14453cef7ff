// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds streamed answers before each of their events until the test lets them go on. Thread-safe.
 *
 * <p>The headers of a held stream have been sent. It keeps no thread of the server, and is dropped after two minutes
 * without an event, so that a test that fails before it opens the gate ends.
 */
public final class StreamGate implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Waiter> waiters = new ArrayList<>(); // guarded by lock
    private int released; // guarded by lock
    private boolean open; // guarded by lock

    StreamGate() {}

    /** Lets each stream send one more event. */
    public void release() {
        release(1);
    }

    /** Lets each stream send so many more events, those that have yet to begin included. */
    public void release(int events) {
        if (events < 1) {
            throw new IllegalArgumentException("events must be at least 1 but was " + events);
        }
        lock.lock();
        try {
            released += events;
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** Lets all streams go on to their ends. */
    public void open() {
        lock.lock();
        try {
            open = true;
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** Same as {@link #open}. */
    @Override
    public void close() {
        open();
    }

    /** How many streams wait before an event now. */
    public int held() {
        lock.lock();
        try {
            return waiters.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until so many streams are held: all that was released has been sent.
     *
     * @throws AssertionError when they are not
     */
    public void awaitHeld(int wanted, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (waiters.size() < wanted) {
                if (left <= 0) {
                    throw new AssertionError("waited %s for %d held streams but there were %d"
                            .formatted(atMost, wanted, waiters.size()));
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether the piece of this number may go out now.
     *
     * @param resume called once when it may, unless it may now
     */
    boolean passes(int piece, Runnable resume) {
        lock.lock();
        try {
            if (mayPass(piece)) {
                return true;
            }
            waiters.add(new Waiter(piece, resume));
            changed.signalAll();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Calls no more of a stream that has ended. */
    void forget(Runnable resume) {
        lock.lock();
        try {
            waiters.removeIf(waiter -> waiter.resume() == resume);
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        List<Waiter> awake;
        lock.lock();
        try {
            awake = waiters.stream().filter(waiter -> mayPass(waiter.piece())).toList();
            waiters.removeAll(awake);
        } finally {
            lock.unlock();
        }
        awake.forEach(waiter -> waiter.resume().run());
    }

    private boolean mayPass(int piece) {
        return open || piece < released;
    }

    private record Waiter(int piece, Runnable resume) {}
}
