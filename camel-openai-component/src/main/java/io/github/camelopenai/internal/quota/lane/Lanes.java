// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.lane;

import io.github.camelopenai.internal.quota.terms.Backlog;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.model.QuotaLevel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;

/** Waiting calls, in lanes. Not thread-safe. */
public final class Lanes {
    /*
     * 1. Weighted fair queueing. Each lane has a virtual time: its usage, divided by its weight. The lane with the
     *    least goes next. The usage of a call is its dominant share: the largest part of a minute's requests, tokens or
     *    images. (Demers, Keshav and Shenker, 1989; dominant shares after Ghodsi and others, 2011.)
     * 2. A lane that was idle begins at the present virtual time, less a second of the quota: a few calls that arrive
     *    at once need not wait, but the lane has no claim to all that it did not use.
     * 3. A call counts with its estimate when it leaves, and with its real usage when it is answered. Otherwise a lane
     *    with large maxTokens would pay for tokens that it does not use. (As in the Virtual Token Counter, Sheng and
     *    others, OSDI 2024.)
     * 4. Within a lane calls leave in the order of arrival. A call that returns for another attempt goes to the head.
     */
    /** Names may come from messages, so their number is not ours to choose; all further names share one lane. */
    public static final int MAX_LANES = 64;

    private static final double CREDIT = 1 / 60.0;
    private static final long MINUTE = 60_000_000_000L;
    private static final String OVERFLOW = "(all other lanes)";

    private final Map<String, LaneQueue> lanes = new LinkedHashMap<>();
    private final Supplier<Condition> rooms;
    private final TreeSet<Waiter> byDeadline = new TreeSet<>(Lanes::compareDeadlines);
    private LaneQueue recent; // the lane of the call that left last
    private boolean several; // calls of several lanes have left
    private long changedAt; // when a call left whose lane differs from that of the call before
    private double present;
    private long added;
    private final Backlog backlog = new Backlog();

    /** @param rooms makes the condition at which a caller waits for a place */
    public Lanes(Supplier<Condition> rooms) {
        this.rooms = rooms;
    }

    /** The queue of this lane; creates it if needed. */
    public LaneQueue of(Lane lane) {
        LaneQueue queue = lanes.get(lane.name());
        if (queue == null) {
            queue = lanes.computeIfAbsent(makeRoom() ? lane.name() : OVERFLOW, name -> new LaneQueue(name, rooms));
            queue.virtualTime = Math.max(queue.virtualTime, present);
        }
        queue.weight = lane.weight();
        return queue;
    }

    /** The queue of this lane; an unused one where there is none. */
    public LaneQueue find(Lane lane) {
        LaneQueue queue = lanes.get(lane.name());
        if (queue == null) {
            queue = new LaneQueue(lane.name(), rooms);
            queue.weight = lane.weight();
        }
        return queue;
    }

    /** Compares by difference: a clock may start below zero and overflow. */
    private static int compareDeadlines(Waiter one, Waiter other) {
        long apart = one.deadline - other.deadline;
        return apart == 0 ? Long.compare(one.order, other.order) : Long.signum(apart);
    }

    private boolean makeRoom() {
        if (lanes.size() >= MAX_LANES) {
            lanes.values().removeIf(this::isForgotten);
        }
        return lanes.size() < MAX_LANES;
    }

    private boolean isForgotten(LaneQueue lane) {
        return lane.isEmpty() && lane.inFlight == 0 && !lane.hasCallers() && lane.virtualTime <= present;
    }

    public void add(Waiter waiter) {
        LaneQueue lane = waiter.lane;
        if (lane.isEmpty()) {
            lane.virtualTime = Math.max(lane.virtualTime, present - CREDIT / lane.weight);
        }
        lanes.putIfAbsent(lane.name, lane); // it may have been dropped for being idle
        waiter.order = added++;
        lane.add(waiter);
        byDeadline.add(waiter);
        backlog.add(waiter.cost);
    }

    public boolean remove(Waiter waiter) {
        if (!waiter.lane.remove(waiter)) {
            return false;
        }
        byDeadline.remove(waiter);
        backlog.remove(waiter.cost);
        return true;
    }

    /** The call that leaves next; null when none waits. */
    public Waiter head() {
        LaneQueue next = null;
        for (LaneQueue lane : lanes.values()) {
            if (!lane.isEmpty() && (next == null || lane.virtualTime < next.virtualTime)) {
                next = lane;
            }
        }
        return next == null ? null : next.head();
    }

    /** The next calls behind a head that cannot leave, the lane with the least usage first. */
    public List<Waiter> behind(Waiter head, int atMost) {
        return lanes.values().stream()
                .filter(lane -> !lane.isEmpty())
                .sorted(Comparator.comparingDouble(lane -> lane.virtualTime))
                .flatMap(LaneQueue::all)
                .filter(waiter -> waiter != head)
                .limit(atMost)
                .toList();
    }

    /** A call of the lane has left. */
    public void served(LaneQueue lane, double share, long now) {
        if (recent != null && recent != lane) {
            several = true;
            changedAt = now;
        }
        recent = lane;
        if (isEmpty()) {
            present = Math.max(present, lane.virtualTime);
        } else {
            present = Math.max(present, Math.min(lane.virtualTime, least()));
        }
        lane.inFlight++;
        lane.virtualTime = Math.max(lane.virtualTime, present - CREDIT / lane.weight) + share / lane.weight;
    }

    /** Whether calls of more than one lane have left in the last minute. */
    public boolean areSeveral(long now) {
        return several && now - changedAt < MINUTE;
    }

    private double least() {
        double least = Double.MAX_VALUE;
        for (LaneQueue lane : lanes.values()) {
            if (!lane.isEmpty()) {
                least = Math.min(least, lane.virtualTime);
            }
        }
        return least;
    }

    /** The call was answered and used this much more than its estimate, or less when negative. */
    public void settled(LaneQueue lane, double more) {
        lane.inFlight--;
        // Never back behind the present: a backlog would then hold up newly arriving calls.
        lane.virtualTime = Math.max(lane.virtualTime + more / lane.weight, Math.min(lane.virtualTime, present));
    }

    /** A call whose deadline has passed; null when there is none. */
    public Waiter expired(long nowNanos) {
        return !byDeadline.isEmpty() && byDeadline.first().deadline - nowNanos <= 0 ? byDeadline.first() : null;
    }

    public long firstDeadline() {
        return byDeadline.first().deadline;
    }

    /** The part of the quota that the lane gets while the present calls wait. */
    public double shareOf(LaneQueue lane) {
        double weights = lane.weight;
        for (LaneQueue other : lanes.values()) {
            weights += other != lane && !other.isEmpty() ? other.weight : 0;
        }
        return lane.weight / weights;
    }

    /** The cost of all waiting calls. */
    public Backlog backlog() {
        return backlog;
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    public int size() {
        return backlog.calls();
    }

    public Collection<LaneQueue> all() {
        return lanes.values();
    }

    /** How many calls wait in each lane that has calls waiting or in flight. */
    public List<QuotaLevel.Lane> levels() {
        List<QuotaLevel.Lane> levels = new ArrayList<>();
        for (LaneQueue lane : lanes.values()) {
            if (!lane.isEmpty() || lane.inFlight > 0) {
                levels.add(new QuotaLevel.Lane(lane.name, lane.weight, lane.size(), lane.inFlight));
            }
        }
        return List.copyOf(levels);
    }
}
