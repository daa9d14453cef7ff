// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.StreamedAnswer.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The answers that are sent in pieces: planned, under way, and what became of them since the last reset. Thread-safe. */
final class Streams {
    /** Leads from an answer of WireMock to its plan; never sent. */
    static final String HEADER = "simulator-stream-plan";

    private final Map<String, StreamPlan> plans = new ConcurrentHashMap<>();
    private final AtomicLong planned = new AtomicLong();
    private final List<StreamGate> gates = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<StreamSender> senders = new HashSet<>(); // guarded by lock
    private int abandoned; // guarded by lock

    /** Keeps a plan; returns its number. */
    String plan(StreamPlan plan) {
        String id = Long.toString(planned.incrementAndGet());
        plans.put(id, plan);
        return id;
    }

    Optional<StreamPlan> take(String id) {
        return Optional.ofNullable(plans.remove(id));
    }

    StreamGate hold() {
        StreamGate gate = new StreamGate();
        gates.removeIf(StreamGate::isOpen);
        gates.add(gate);
        return gate;
    }

    /** The gates a stream that begins now must pass. */
    List<StreamGate> closedGates() {
        return gates.stream().filter(gate -> !gate.isOpen()).toList();
    }

    void began(StreamSender sender) {
        lock.lock();
        try {
            senders.add(sender);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void ended(StreamSender sender, State state) {
        lock.lock();
        try {
            // One that was under way at a reset does not count any more.
            if (senders.remove(sender) && state == State.ABANDONED) {
                abandoned++;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int open() {
        lock.lock();
        try {
            return senders.size();
        } finally {
            lock.unlock();
        }
    }

    int abandoned() {
        lock.lock();
        try {
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    void awaitAbandoned(int wanted, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (abandoned < wanted) {
                if (left <= 0) {
                    throw new AssertionError("waited %s for %d abandoned streams but there were %d; %d are still open"
                            .formatted(atMost, wanted, abandoned, senders.size()));
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all streams and forgets them. */
    void reset() {
        List<StreamSender> left;
        lock.lock();
        try {
            left = List.copyOf(senders);
            senders.clear();
            abandoned = 0;
        } finally {
            lock.unlock();
        }
        plans.clear();
        left.forEach(StreamSender::cut);
        gates.forEach(StreamGate::open);
        gates.clear();
    }
}
