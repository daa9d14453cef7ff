// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.quota.lane.Lanes;
import io.github.camelopenai.internal.quota.lane.Waiter;
import io.github.camelopenai.internal.quota.ledger.WaitEstimate;
import io.github.camelopenai.internal.quota.terms.Admission;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.time.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets waiting calls leave in turn, and fails those that have waited too long. Guarded by the throttle's lock. */
final class DepartureQueue {
    /*
     * 1. The results are collected in a list and reported without the lock. No listed result is ever lost.
     * 2. An exception meanwhile ends the call that is served at the moment, and no other one.
     * 3. One timer task serves all waiting calls, due when the head may leave or the first deadline passes.
     */
    private static final Logger LOG = LoggerFactory.getLogger(DepartureQueue.class);

    private static final int LOOKED_AT = 32;

    private final QueuePolicy policy;
    private final Lanes waiting;
    private final ThrottleState books;
    private final QueueEntrance entrance;
    private final Timer timer;
    private final Runnable wake;
    private final Function<ThrottleState.Taken, Permit> permits;
    private Timer.Scheduled wakeUp = () -> {};
    private boolean armed;
    private long wakeUpAt; // when armed
    private Waiter served; // at the moment

    /**
     * @param wake    serves waiting calls, on the timer's thread
     * @param permits creates the permit of a call that leaves
     */
    DepartureQueue(
            QueuePolicy policy,
            Lanes waiting,
            ThrottleState books,
            QueueEntrance entrance,
            Timer timer,
            Runnable wake,
            Function<ThrottleState.Taken, Permit> permits) {
        this.policy = policy;
        this.waiting = waiting;
        this.books = books;
        this.entrance = entrance;
        this.timer = timer;
        this.wake = wake;
        this.permits = permits;
    }

    /** The call waits from now on. */
    void add(Waiter waiter) {
        waiting.add(waiter);
        entrance.changed(waiter.lane);
    }

    /** The call no longer waits, if it did. */
    void remove(Waiter waiter) {
        if (waiting.remove(waiter)) {
            waiter.lane.wakeFirst();
            entrance.changed(waiter.lane);
        }
    }

    /** Whether calls wait, or a timer still runs for earlier ones. */
    boolean areAwaited() {
        return armed || !waiting.isEmpty();
    }

    /** Fails all waiting calls. */
    void refuseAll(List<Runnable> tellings, Supplier<Throwable> failures) {
        disarm();
        for (Waiter waiter = waiting.head(); waiter != null; waiter = waiting.head()) {
            remove(waiter);
            tellings.add(refusal(waiter, failures.get()));
        }
    }

    /** Lets every call leave that can, and fails every call that has waited too long. Throws nothing. */
    void serve(List<Runnable> tellings, long now) {
        for (boolean isServed = false; !isServed; ) {
            served = null;
            try {
                serveInTurn(tellings, now);
                isServed = true;
            } catch (Throwable failure) {
                LOG.error("The queue of {} failed; the call that was served ends with that", books.key(), failure);
                fail(tellings, failure);
            }
        }
        served = null;
    }

    private void fail(List<Runnable> tellings, Throwable failure) {
        if (served == null) {
            refuseAll(tellings, () -> failure); // without a timer no call would be woken
        } else {
            remove(served);
            tellings.add(refusal(served, failure));
        }
    }

    private void serveInTurn(List<Runnable> tellings, long now) {
        Waiter asked = null;
        Admission answer = null;
        for (Waiter head = waiting.head(); head != null && books.isPlaceFree(); head = waiting.head()) {
            asked = head;
            served = head;
            answer = books.ask(head.cost, now);
            if (answer instanceof Admission.Wait) {
                break;
            }
            // A limit learned since the call arrived may be too small for it.
            if (answer instanceof Admission.NeverFits never) {
                refuse(head, Refusals.neverFits(never), tellings);
            } else {
                grant(head, tellings, now);
            }
        }
        if (answer instanceof Admission.Wait && books.nanosUntilLastStretch(now) == 0) {
            fillUp(asked, tellings, now);
        }
        refuseLate(tellings, now);
        Waiter head = waiting.head();
        if (head != null && head != asked && answer instanceof Admission.Wait) {
            serveInTurn(tellings, now); // the calls that held others back have given up; repeats after each departure
        } else {
            served = null;
            arm(head, head == asked ? answer : null, now);
        }
    }

    /**
     * The head leaves when the server's minute rolls over, whatever leaves before; quota that is too small for it would
     * be lost.
     */
    private void fillUp(Waiter head, List<Runnable> tellings, long now) {
        for (Waiter next : waiting.behind(head, LOOKED_AT)) {
            served = next;
            if (books.isPlaceFree() && books.ask(next.cost, now) instanceof Admission.Granted) {
                grant(next, tellings, now);
            }
        }
    }

    private void refuseLate(List<Runnable> tellings, long now) {
        for (Waiter late = waiting.expired(now); late != null; late = waiting.expired(now)) {
            served = late;
            remove(late);
            refuse(late, expired(late, now), tellings);
        }
    }

    private void grant(Waiter waiter, List<Runnable> tellings, long now) {
        remove(waiter);
        Permit permit = permits.apply(books.take(waiter.cost, waiter.lane, waiter.since, now));
        tellings.add(() -> {
            if (!waiter.permit.complete(permit) && waiter.permit.isCancelled()) {
                permit.refund(); // in the meantime
            }
        });
        served = null;
    }

    private void refuse(Waiter waiter, OpenAiException failure, List<Runnable> tellings) {
        remove(waiter);
        tellings.add(refusal(waiter, failure));
        served = null;
    }

    private static Runnable refusal(Waiter waiter, Throwable failure) {
        return () -> waiter.permit.completeExceptionally(failure);
    }

    private OpenAiException expired(Waiter late, long now) {
        Duration timeout = late.patience.timeout();
        if (books.isStoreFailing()) {
            return Refusals.expiredWithoutStore(timeout);
        }
        WaitEstimate outlook = books.outlookIn(late.lane, late.cost, false, now);
        return books.isPlaceFree()
                ? Refusals.expired(timeout, outlook, books.limits())
                : Refusals.expiredWithoutPlace(timeout, policy.maxConcurrent(), outlook.duration());
    }

    /**
     * Sets the timer to the next moment at which serving may change anything.
     *
     * @param answer the current answer for the head; null when it was not asked
     */
    private void arm(Waiter head, Admission answer, long now) {
        if (head == null) {
            disarm();
            return;
        }
        long delay = Math.max(0, waiting.firstDeadline() - now);
        if (books.isPlaceFree()
                && (answer == null ? books.ask(head.cost, now) : answer) instanceof Admission.Wait wait) {
            delay = Math.min(delay, wait.delay().toNanos());
            long stretch = books.nanosUntilLastStretch(now);
            delay = stretch > 0 ? Math.min(delay, stretch) : delay;
        }
        if (armed && now + delay == wakeUpAt) {
            return;
        }
        disarm();
        wakeUp = timer.schedule(wake, Duration.ofNanos(delay));
        wakeUpAt = now + delay;
        armed = true;
    }

    /** The timer's task has begun, or is no longer needed. */
    void disarm() {
        wakeUp.cancel();
        armed = false;
    }
}
