// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds requests that have come in until it is opened, so that a test can look at calls in flight. Thread-safe.
 *
 * <p>A held request keeps a thread of the server, and is let go after a minute, so that a test that fails before it opens
 * the gate ends.
 */
public final class Gate implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Optional<Endpoint> endpoint;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean open; // guarded by lock
    private int held; // guarded by lock

    Gate(Optional<Endpoint> endpoint) {
        this.endpoint = endpoint;
    }

    /** Lets the held requests go on, and all later ones pass. */
    public void open() {
        lock.lock();
        try {
            open = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Same as {@link #open}. */
    @Override
    public void close() {
        open();
    }

    /** How many requests wait now. */
    public int held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many requests are held. */
    public void awaitHeld(int wanted, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (held < wanted) {
                if (left <= 0) {
                    throw new AssertionError(
                            "waited %s for %d held requests but there were %d".formatted(atMost, wanted, held));
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    void pass(Endpoint wanted) {
        if (endpoint.isPresent() && endpoint.get() != wanted) {
            return;
        }
        lock.lock();
        try {
            held++;
            changed.signalAll();
            long left = LONGEST.toNanos();
            while (!open && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // The server is being stopped.
            Thread.currentThread().interrupt();
        } finally {
            held--;
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
}
