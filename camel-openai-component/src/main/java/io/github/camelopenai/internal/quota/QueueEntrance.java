// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.quota.lane.LaneQueue;
import io.github.camelopenai.internal.quota.terms.BlockedCallers;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Decides which calls join a lane, and which callers are held until it has room. Guarded by the throttle's lock, except
 * for the check of QueueRoom.
 */
final class QueueEntrance {
    /*
     * 1. Only here does anything block: the caller of a route that has not begun. This is back-pressure for its source.
     * 2. Held callers take places in the order of arrival. A free place wakes the first of them, and a caller that
     *    leaves without taking it wakes the next.
     * 3. This component's threads are not held: see BlockedCallers. Their calls join a full lane all the same.
     */
    private final QueuePolicy policy;
    private final QueueRoom door;
    private final Supplier<BlockedCallers.Kind> callers;
    private final BooleanSupplier closed;

    /** @param closed whether no caller needs to wait any more */
    QueueEntrance(QueuePolicy policy, QueueRoom door, Supplier<BlockedCallers.Kind> callers, BooleanSupplier closed) {
        this.policy = policy;
        this.door = door;
        this.callers = callers;
        this.closed = closed;
    }

    /**
     * One arriving caller.
     *
     * @param kind        of its thread; null while it was not needed
     * @param nanos       how long it may still be held
     * @param interrupted whether an interruption woke it, and is still pending
     */
    record Guest(BlockedCallers.Kind kind, Patience patience, long nanos, boolean interrupted) {

        boolean mayBlock() {
            return patience.whenFull() == WhenFull.BLOCK;
        }

        boolean isHeld() {
            return mayBlock() && kind == BlockedCallers.Kind.ORDINARY && !interrupted;
        }

        private Guest as(BlockedCallers.Kind known) {
            return new Guest(known, patience, nanos, interrupted);
        }

        private Guest after(long left) {
            return new Guest(kind, patience, left, interrupted);
        }

        private Guest whenInterrupted() {
            Thread.currentThread().interrupt();
            return new Guest(kind, patience, nanos, true);
        }
    }

    /** Holds the caller while a lane is crowded. Not under the lock. */
    Guest passDoor(Patience patience) {
        Guest stranger = new Guest(null, patience, patience.leftNanos(), false);
        if (!stranger.mayBlock() || door.isOpen()) {
            return stranger;
        }
        Guest guest = stranger.as(callers.get());
        if (!guest.isHeld()) {
            return guest;
        }
        try {
            return guest.after(door.await(guest.nanos()));
        } catch (InterruptedException e) {
            return guest.whenInterrupted();
        }
    }

    /** Holds the caller while the lane is full. */
    Guest awaitRoom(LaneQueue lane, Guest stranger) {
        if (!stranger.mayBlock() || lane.isTurnOf(null) && isRoom(lane)) {
            return stranger;
        }
        Guest guest = stranger.kind() == null ? stranger.as(callers.get()) : stranger;
        return guest.isHeld() ? hold(lane, guest) : guest;
    }

    private Guest hold(LaneQueue lane, Guest guest) {
        Condition place = lane.join();
        try {
            long left = guest.nanos();
            while (!closed.getAsBoolean() && left > 0 && !(lane.isTurnOf(place) && isRoom(lane))) {
                left = place.awaitNanos(left);
            }
            return guest.after(left);
        } catch (InterruptedException e) {
            return guest.whenInterrupted();
        } finally {
            lane.quit(place);
        }
    }

    /** A held caller must find a place some day, even where no other call may wait. */
    private boolean isRoom(LaneQueue lane) {
        return lane.size() < Math.max(1, policy.maxQueued());
    }

    /** A woken caller that took no place, since it could leave at once or was refused, wakes the next one. */
    void passOnRoom(LaneQueue lane) {
        if (lane.isEmpty() || lane.size() < policy.maxQueued()) {
            lane.wakeFirst();
        }
    }

    /** The length of a lane has changed. */
    void changed(LaneQueue lane) {
        door.look(lane, policy.crowd());
    }

    /**
     * Why a call must not join the lane; null when it may.
     *
     * @param wait about how long it would wait there
     */
    OpenAiException refusal(LaneQueue lane, Guest guest, Duration wait) {
        Patience patience = guest.patience();
        if (patience.whenFull() == WhenFull.ENTER_AT_THE_HEAD) {
            return lane.returned() < policy.maxReturned() ? null : Refusals.fullOfReturned(lane.returned(), lane.name);
        }
        if (guest.interrupted()) {
            return Refusals.interrupted(lane.name);
        }
        if (!guest.mayBlock()) {
            return lane.size() < policy.maxQueued() ? null : Refusals.full(policy.maxQueued(), lane.name);
        }
        if (isRoom(lane)) {
            return null;
        }
        return switch (guest.kind()) {
            case OURS -> lane.size() < policy.maxHeld() ? null : Refusals.fullOfHeld(lane.size(), lane.name);
            case EVENT_LOOP ->
                Refusals.fullForEventLoop(
                        policy.maxQueued(), lane.name, Thread.currentThread().getName());
            case ORDINARY -> Refusals.noRoomInTime(lane.size(), lane.name, patience.timeout(), wait);
        };
    }
}
