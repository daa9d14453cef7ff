// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.quota.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Grants or delays calls so that neither requests nor tokens per minute exceed their limits. Thread-safe. */
public final class Throttle {
    /*
     * 1. A call states its cost before it is sent; tokens are an estimate.
     * 2. Waiters are served in arrival order. A large call at the head holds back small ones on purpose: it would starve
     *    otherwise. A call that comes back for another attempt goes to the head; it has waited before.
     * 3. Nobody blocks: a waiter is a future. One timer task stands for all of them, due when the head may leave or
     *    the first deadline passes.
     * 4. Under the lock there is arithmetic only. Futures are completed outside, on threads of their own: an answer or a
     *    refusal may be followed by a whole route, which is not the business of the thread that serves the queue.
     * 5. The only thing that blocks is a caller that asked for it because the queue is full.
     */
    private final String key;
    private final QueuePolicy policy;
    private final Ticker ticker;
    private final Timer timer;
    private final Executor threads;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    // All below is guarded by lock.
    private final Ledger ledger;
    private final WaitingCalls waiting = new WaitingCalls();
    private int inFlight;
    private Timer.Scheduled wakeUp = () -> {};
    private long wakeUpAt = Long.MAX_VALUE;
    private boolean closed;

    /**
     * @param key     what the throttle stands for, for people
     * @param threads where those that waited are told; never the current one
     */
    public Throttle(String key, Limits limits, QueuePolicy policy, Ticker ticker, Timer timer, Executor threads) {
        this.key = key;
        this.policy = policy;
        this.ticker = ticker;
        this.timer = timer;
        this.threads = threads;
        this.ledger = new Ledger(limits, ticker.nanos());
    }

    /**
     * Asks for the right to send a call.
     *
     * @return completes with the permit, or with an {@link OpenAiException} when the call can never leave or not in time.
     *     Cancelling it gives the place up.
     */
    public CompletableFuture<Permit> acquire(Cost cost, Patience patience) {
        Waiter waiter;
        lock.lock();
        try {
            long arrived = ticker.nanos(); // what it waits for room counts too
            awaitRoom(patience);
            long now = ticker.nanos();
            OpenAiException refusal = refusal(cost, now);
            if (refusal == null && waiting.isEmpty() && inFlight < policy.maxConcurrent() && take(cost, now)) {
                return CompletableFuture.completedFuture(new Grant(cost, Duration.ofNanos(now - arrived)));
            }
            if (refusal == null) {
                refusal = refusalToQueue(cost, patience, now);
            }
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            waiter = new Waiter(cost, arrived, patience);
            waiting.add(waiter);
        } finally {
            passOnRoom();
            lock.unlock();
        }
        waiter.permit.whenComplete((permit, failure) -> {
            if (waiter.permit.isCancelled()) {
                leave(waiter);
            }
        });
        serve(); // a returning call may fit now, and a head whose timer is late must not wait for another one
        return waiter.permit;
    }

    /** What it looks like now. */
    public QuotaSnapshot snapshot() {
        lock.lock();
        try {
            long now = ticker.nanos();
            return new QuotaSnapshot(
                    key, ledger.limits(), ledger.requestsLeft(now), ledger.tokensLeft(now), inFlight, waiting.size());
        } finally {
            lock.unlock();
        }
    }

    /** Ends every wait with an exception; later calls are refused. */
    public void close() {
        List<Runnable> news = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            wakeUp.cancel();
            for (Waiter waiter = waiting.head(); waiter != null; waiter = waiting.head()) {
                waiting.remove(waiter);
                news.add(refusal(waiter, Refusals.stopped()));
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
        news.forEach(threads::execute);
    }

    private OpenAiException refusal(Cost cost, long now) {
        if (closed) {
            return Refusals.stopped();
        }
        return ledger.ask(cost, now) instanceof Admission.NeverFits answer ? Refusals.neverFits(answer) : null;
    }

    private OpenAiException refusalToQueue(Cost cost, Patience patience, long now) {
        if (patience.whenFull() == WhenFull.ENTER_AT_THE_HEAD) {
            return null;
        }
        Duration wait = ledger.waitBehind(waiting.requests() + 1, waiting.tokens() + cost.tokens(), now);
        if (wait.compareTo(patience.timeout()) > 0) {
            return Refusals.tooLong(wait, patience.timeout(), waiting.size(), ledger.limits());
        }
        return waiting.size() >= places(patience) ? Refusals.full(policy.maxQueued()) : null;
    }

    /** A caller that blocks must find a place some day, even where nobody else may wait. */
    private int places(Patience patience) {
        return patience.whenFull() == WhenFull.BLOCK ? Math.max(1, policy.maxQueued()) : policy.maxQueued();
    }

    private void awaitRoom(Patience patience) {
        if (patience.whenFull() != WhenFull.BLOCK) {
            return;
        }
        long left = patience.timeout().toNanos();
        try {
            while (!closed && left > 0 && waiting.size() >= places(patience)) {
                left = room.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the queue is still full, and says so
        }
    }

    /** A caller that was woken but took no place, since it could leave at once or was refused, wakes the next one. */
    private void passOnRoom() {
        if (waiting.isEmpty() || waiting.size() < policy.maxQueued()) {
            room.signal();
        }
    }

    private boolean take(Cost cost, long now) {
        if (ledger.tryTake(cost, now) instanceof Admission.Granted) {
            inFlight++;
            return true;
        }
        return false;
    }

    private void leave(Waiter waiter) {
        lock.lock();
        try {
            if (waiting.remove(waiter)) {
                room.signal();
            }
        } finally {
            lock.unlock();
        }
        serve(); // the next one may be smaller
    }

    /** Lets go whoever can go, and fails whoever has waited too long. */
    private void serve() {
        List<Runnable> news = new ArrayList<>();
        lock.lock();
        try {
            long now = ticker.nanos();
            for (Waiter head = waiting.head();
                    head != null && inFlight < policy.maxConcurrent() && take(head.cost, now);
                    head = waiting.head()) {
                waiting.remove(head);
                news.add(grant(head, now));
                room.signal();
            }
            for (Waiter late = waiting.expired(now); late != null; late = waiting.expired(now)) {
                waiting.remove(late);
                news.add(refusal(late, Refusals.expired(late.patience.timeout(), ledger.limits())));
                room.signal();
            }
            arm(now);
        } finally {
            lock.unlock();
        }
        news.forEach(threads::execute);
    }

    /** Sets the timer to the moment at which serving may achieve something. */
    private void arm(long now) {
        Waiter head = waiting.head();
        if (head == null) {
            wakeUp.cancel();
            wakeUpAt = Long.MAX_VALUE;
            return;
        }
        long due = waiting.firstDeadline();
        if (inFlight < policy.maxConcurrent() && ledger.ask(head.cost, now) instanceof Admission.Wait wait) {
            due = Math.min(due, now + wait.delay().toNanos());
        }
        if (due == wakeUpAt) {
            return;
        }
        wakeUp.cancel();
        wakeUpAt = due;
        wakeUp = timer.schedule(this::wake, Duration.ofNanos(Math.max(0, due - now)));
    }

    private void wake() {
        lock.lock();
        wakeUpAt = Long.MAX_VALUE;
        lock.unlock();
        serve();
    }

    private Runnable grant(Waiter waiter, long now) {
        Grant grant = new Grant(waiter.cost, Duration.ofNanos(now - waiter.since));
        return () -> {
            if (!waiter.permit.complete(grant)) {
                grant.refund(); // cancelled in the meantime
            }
        };
    }

    private static Runnable refusal(Waiter waiter, OpenAiException failure) {
        return () -> waiter.permit.completeExceptionally(failure);
    }

    /** A permit that has been given out. */
    private final class Grant implements Permit {
        private final Cost cost;
        private final Duration waited;
        private final AtomicBoolean ended = new AtomicBoolean();

        Grant(Cost cost, Duration waited) {
            this.cost = cost;
            this.waited = waited;
        }

        @Override
        public void settle(long usedTokens) {
            end(() -> ledger.settle(cost, usedTokens, ticker.nanos()));
        }

        @Override
        public void keep() {
            end(() -> {});
        }

        @Override
        public void refund() {
            end(() -> ledger.refund(cost, ticker.nanos()));
        }

        @Override
        public void refused() {
            end(() -> ledger.empty(ticker.nanos()));
        }

        @Override
        public Duration waited() {
            return waited;
        }

        private void end(Runnable booking) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            lock.lock();
            try {
                inFlight--;
                booking.run();
            } finally {
                lock.unlock();
            }
            serve();
        }
    }
}
