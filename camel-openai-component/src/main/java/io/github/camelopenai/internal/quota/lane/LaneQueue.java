// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.lane;

import io.github.camelopenai.internal.quota.terms.Backlog;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The waiting calls of one lane, and the quota that the lane has used. Not thread-safe. */
public final class LaneQueue {

    private final Set<Waiter> returned = new LinkedHashSet<>();
    private final Set<Waiter> arrived = new LinkedHashSet<>();
    private final Backlog backlog = new Backlog();
    public final String name;
    private final Supplier<Condition> places;
    private final Deque<Condition> callers = new ArrayDeque<>(); // that wait for a place, in the order of arrival
    double weight;
    double virtualTime; // minutes of the whole quota that the lane has used, divided by its weight
    int inFlight;
    public boolean crowded; // see QueueRoom

    /** @param places makes the condition at which one caller waits for a place */
    LaneQueue(String name, Supplier<Condition> places) {
        this.name = name;
        this.places = places;
    }

    /** The caller waits for a place from now on. */
    public Condition join() {
        Condition place = places.get();
        callers.addLast(place);
        return place;
    }

    /** The caller no longer waits. */
    public void quit(Condition place) {
        callers.remove(place);
    }

    /** Whether it is this caller's turn to take a place, or that of a new one when null. */
    public boolean isTurnOf(Condition place) {
        return callers.peekFirst() == place;
    }

    /** Whether callers wait for a place; the lane must not be dropped meanwhile. */
    boolean hasCallers() {
        return !callers.isEmpty();
    }

    /** There may be a place for the caller that has waited longest. */
    public void wakeFirst() {
        if (hasCallers()) {
            callers.peekFirst().signal();
        }
    }

    /** No caller needs to wait any more. */
    public void wakeAll() {
        callers.forEach(Condition::signal);
    }

    void add(Waiter waiter) {
        (waiter.patience.whenFull() == WhenFull.ENTER_AT_THE_HEAD ? returned : arrived).add(waiter);
        backlog.add(waiter.cost);
    }

    boolean remove(Waiter waiter) {
        if (!returned.remove(waiter) && !arrived.remove(waiter)) {
            return false;
        }
        backlog.remove(waiter.cost);
        return true;
    }

    /** The call that leaves next; null when none waits. */
    Waiter head() {
        Set<Waiter> line = returned.isEmpty() ? arrived : returned;
        return line.isEmpty() ? null : line.iterator().next();
    }

    /** The waiting calls, in their order. */
    Stream<Waiter> all() {
        return Stream.concat(returned.stream(), arrived.stream());
    }

    public int size() {
        return returned.size() + arrived.size();
    }

    /** How many of the waiting calls had left before. */
    public int returned() {
        return returned.size();
    }

    public boolean isEmpty() {
        return returned.isEmpty() && arrived.isEmpty();
    }

    /** The cost of its calls. */
    public Backlog backlog() {
        return backlog;
    }
}
