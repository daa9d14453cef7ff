// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.internal.quota.QueuePolicy.WhenFull;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** Calls that wait, in the order in which they leave and in that of their deadlines. Not thread-safe. */
final class WaitingCalls {

    private final Set<Waiter> returned = new LinkedHashSet<>();
    private final Set<Waiter> arrived = new LinkedHashSet<>();
    private final TreeSet<Waiter> byDeadline = new TreeSet<>(
            Comparator.<Waiter>comparingLong(waiter -> waiter.deadline).thenComparingLong(waiter -> waiter.order));
    private long tokens;
    private long added;

    void add(Waiter waiter) {
        waiter.order = added++;
        (waiter.patience.whenFull() == WhenFull.ENTER_AT_THE_HEAD ? returned : arrived).add(waiter);
        byDeadline.add(waiter);
        tokens += waiter.cost.tokens();
    }

    boolean remove(Waiter waiter) {
        if (!returned.remove(waiter) && !arrived.remove(waiter)) {
            return false;
        }
        byDeadline.remove(waiter);
        tokens -= waiter.cost.tokens();
        return true;
    }

    /** Who leaves next, or null. */
    Waiter head() {
        Set<Waiter> line = returned.isEmpty() ? arrived : returned;
        return line.isEmpty() ? null : line.iterator().next();
    }

    /** One whose deadline has passed, or null. */
    Waiter expired(long nowNanos) {
        return !byDeadline.isEmpty() && byDeadline.first().deadline - nowNanos <= 0 ? byDeadline.first() : null;
    }

    long firstDeadline() {
        return byDeadline.first().deadline;
    }

    boolean isEmpty() {
        return returned.isEmpty() && arrived.isEmpty();
    }

    int size() {
        return returned.size() + arrived.size();
    }

    long requests() {
        return size();
    }

    long tokens() {
        return tokens;
    }
}
