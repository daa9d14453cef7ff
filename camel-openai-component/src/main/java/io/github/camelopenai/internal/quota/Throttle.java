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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Grants or delays calls so that neither requests nor tokens per minute exceed their limits. Thread-safe. */
public final class Throttle {
    /*
     * 1. A call states its cost before it is sent; tokens are an estimate.
     * 2. Lanes share the quota by weight; within a lane, waiters are served in arrival order. A large call at the head holds
     *    back small ones on purpose: it would starve otherwise. A call that comes back for another attempt goes to the head
     *    of its lane; it has waited before. In the last ten seconds of a fixed minute of the server small ones may pass a
     *    large one that leaves with the next minute anyway.
     * 3. Nobody blocks: a waiter is a future. One timer task stands for all of them, due when the head may leave or
     *    the first deadline passes.
     * 4. Under the lock there is arithmetic only, and questions to a store of quotas, which may not block. Futures are
     *    completed outside, on threads of their own: an answer or a refusal may be followed by a whole route, which is not
     *    the business of the thread that serves the queue.
     * 5. The only thing that blocks is a caller that asked for it because the queue is full.
     */
    private static final int LOOKED_AT = 32;

    /** What a log of quarters of a second does not notice. */
    private static final long ON_TIME = 100_000_000L;

    private final QueuePolicy policy;
    private final Ticker ticker;
    private final Timer timer;
    private final Executor threads;

    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by lock.
    private final Lanes waiting = new Lanes(lock::newCondition);
    private final Books books;
    private Timer.Scheduled wakeUp = () -> {};
    private long wakeUpAt = Long.MAX_VALUE;
    private boolean closed;
    private boolean watching;
    private long endedAt;
    private CompletionStage<Void> returning = CompletableFuture.completedFuture(null);

    /**
     * @param key     what the throttle stands for, for people
     * @param threads where those that waited are told; never the current one
     */
    public Throttle(String key, Limits limits, QueuePolicy policy, Ticker ticker, Timer timer, Executor threads) {
        this(key, limits, policy, null, ticker, timer, threads);
    }

    /**
     * @param sharing how the quota is shared with other processes; null when it is not
     */
    Throttle(
            String key,
            Limits limits,
            QueuePolicy policy,
            SharedQuota.Sharing sharing,
            Ticker ticker,
            Timer timer,
            Executor threads) {
        this.policy = policy;
        this.ticker = ticker;
        this.timer = timer;
        this.threads = threads;
        this.endedAt = ticker.nanos();
        Function<Ledger, SharedQuota> leases =
                ledger -> new SharedQuota(sharing, key, ledger, threads, this::afterLease, ticker);
        this.books = new Books(key, limits, policy, waiting, sharing == null ? null : leases, ticker.nanos());
    }

    /**
     * Asks for the right to send a call.
     *
     * @return completes with the permit, or with an {@link OpenAiException} when the call can never leave or not in time.
     *     Cancelling it gives the place up.
     */
    public CompletableFuture<Permit> acquire(Cost cost, Lane name, Patience patience) {
        Waiter waiter;
        LaneQueue lane = null;
        lock.lock();
        try {
            long arrived = ticker.nanos(); // what it waits for room counts too
            lane = waiting.of(name);
            awaitRoom(lane, patience);
            long now = ticker.nanos();
            boolean isNext = !closed && waiting.isEmpty() && books.isPlaceFree();
            Admission answer = isNext ? books.ask(cost, now) : books.askLedger(cost, now);
            if (answer instanceof Admission.Granted && isNext) {
                return CompletableFuture.completedFuture(new Grant(books.take(cost, lane, arrived, now)));
            }
            OpenAiException refusal = refusal(answer);
            if (refusal == null) {
                refusal = refusalToQueue(cost, lane, patience, now);
            }
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            waiter = new Waiter(cost, lane, arrived, patience);
            waiting.add(waiter);
        } finally {
            passOnRoom(lane);
            lock.unlock();
        }
        waiter.permit.whenComplete((permit, failure) -> {
            if (waiter.permit.isCancelled()) {
                leave(waiter);
            }
        });
        change(now -> {}); // a returning call may fit now, and a head whose timer is late must not wait for another one
        return waiter.permit;
    }

    /** What it looks like now. */
    public QuotaSnapshot snapshot() {
        lock.lock();
        try {
            return books.snapshot(ticker.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds since a call ended; 0 while anything goes on that a new throttle would not know of. */
    long restedFor(long now) {
        lock.lock();
        try {
            return books.isAtRest(now) ? Math.max(0, now - endedAt) : 0;
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
            if (books.shared() != null) {
                returning = books.shared().close();
            }
            for (Waiter waiter = waiting.head(); waiter != null; waiter = waiting.head()) {
                waiting.remove(waiter);
                news.add(refusal(waiter, Refusals.stopped()));
            }
            waiting.all().forEach(lane -> lane.room.signalAll());
        } finally {
            lock.unlock();
        }
        news.forEach(threads::execute);
    }

    /** Completes when the leases that were held at the end are back where they came from. */
    CompletionStage<Void> returning() {
        lock.lock();
        try {
            return returning;
        } finally {
            lock.unlock();
        }
    }

    private OpenAiException refusal(Admission answer) {
        if (closed) {
            return Refusals.stopped();
        }
        return answer instanceof Admission.NeverFits never ? Refusals.neverFits(never) : null;
    }

    private OpenAiException refusalToQueue(Cost cost, LaneQueue lane, Patience patience, long now) {
        if (patience.whenFull() == WhenFull.ENTER_AT_THE_HEAD) {
            return lane.returned() < policy.maxReturned() ? null : Refusals.fullOfReturned(lane.returned(), lane.name);
        }
        Duration wait = books.waitIn(lane, cost, now);
        if (wait.compareTo(patience.timeout()) > 0) {
            return Refusals.tooLong(wait, patience.timeout(), lane.size(), books.limits());
        }
        return lane.size() >= places(patience) ? Refusals.full(policy.maxQueued(), lane.name) : null;
    }

    /** A caller that blocks must find a place some day, even where nobody else may wait. */
    private int places(Patience patience) {
        return patience.whenFull() == WhenFull.BLOCK ? Math.max(1, policy.maxQueued()) : policy.maxQueued();
    }

    private void awaitRoom(LaneQueue lane, Patience patience) {
        if (patience.whenFull() != WhenFull.BLOCK) {
            return;
        }
        long left = patience.timeout().toNanos();
        lane.blocked++;
        try {
            while (!closed && left > 0 && lane.size() >= places(patience)) {
                left = lane.room.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the queue is still full, and says so
        } finally {
            lane.blocked--;
        }
    }

    /** A caller that was woken but took no place, since it could leave at once or was refused, wakes the next one. */
    private void passOnRoom(LaneQueue lane) {
        if (lane != null && (lane.isEmpty() || lane.size() < policy.maxQueued())) {
            lane.room.signal();
        }
    }

    private void afterLease(Runnable news) {
        change(now -> {
            news.run();
            watchStore();
        });
    }

    /** Leases that nobody uses go back to the store; looked at each second while some are held or the store fails. */
    private void watchStore() {
        if (books.shared() != null && !watching && !closed) {
            watching = true;
            timer.schedule(this::lookAfterStore, Duration.ofSeconds(1));
        }
    }

    private void lookAfterStore() {
        change(now -> {
            watching = false;
            if (!closed && !books.shared().lookAfter(!waiting.isEmpty(), now)) {
                watchStore();
            }
        });
    }

    /** The next one may be smaller. */
    private void leave(Waiter waiter) {
        change(now -> {
            if (waiting.remove(waiter)) {
                waiter.lane.room.signal();
            }
        });
    }

    /** Changes the books under the lock; then lets go whoever can go, and fails whoever has waited too long. */
    private void change(LongConsumer news) {
        List<Runnable> tellings = List.of();
        lock.lock();
        try {
            long now = ticker.nanos();
            news.accept(now);
            if (!waiting.isEmpty() || wakeUpAt != Long.MAX_VALUE) {
                tellings = new ArrayList<>();
                serve(tellings, now);
            }
        } finally {
            lock.unlock();
        }
        tellings.forEach(threads::execute);
    }

    private void serve(List<Runnable> tellings, long now) {
        Waiter asked = null;
        Admission answer = null;
        for (Waiter head = waiting.head(); head != null && books.isPlaceFree(); head = waiting.head()) {
            asked = head;
            answer = books.ask(head.cost, now);
            if (answer instanceof Admission.Wait) {
                break;
            }
            remove(head);
            // A limit may have been learned since it came, and be too small for it.
            tellings.add(
                    answer instanceof Admission.NeverFits never
                            ? refusal(head, Refusals.neverFits(never))
                            : grant(head, now));
        }
        if (answer instanceof Admission.Wait && books.nanosUntilLastStretch(now) == 0) {
            fillUp(asked, tellings, now);
        }
        for (Waiter late = waiting.expired(now); late != null; late = waiting.expired(now)) {
            remove(late);
            tellings.add(refusal(late, expired(late, now)));
        }
        Waiter head = waiting.head();
        if (head != null && head != asked && answer instanceof Admission.Wait) {
            serve(tellings, now); // who held it back has given up; each time somebody has left the queue
        } else {
            arm(head, head == asked ? answer : null, now);
        }
    }

    private OpenAiException expired(Waiter late, long now) {
        Duration timeout = late.patience.timeout();
        if (books.isStoreFailing()) {
            return Refusals.expiredWithoutStore(timeout);
        }
        return books.isPlaceFree()
                ? Refusals.expired(timeout, books.waitIn(late.lane, late.cost, now), books.limits())
                : Refusals.expiredWithoutPlace(timeout, policy.maxConcurrent());
    }

    /** The head leaves when the server's minute turns, whatever leaves before; what it is too large for would be lost. */
    private void fillUp(Waiter head, List<Runnable> tellings, long now) {
        for (Waiter next : waiting.behind(head, LOOKED_AT)) {
            if (books.isPlaceFree() && books.ask(next.cost, now) instanceof Admission.Granted) {
                remove(next);
                tellings.add(grant(next, now));
            }
        }
    }

    private void remove(Waiter waiter) {
        waiting.remove(waiter);
        waiter.lane.room.signal();
    }

    /**
     * Sets the timer to the moment at which serving may achieve something.
     *
     * @param answer what the head was told just now; null when it was not asked
     */
    private void arm(Waiter head, Admission answer, long now) {
        if (head == null) {
            wakeUp.cancel();
            wakeUpAt = Long.MAX_VALUE;
            return;
        }
        long due = waiting.firstDeadline();
        if (books.isPlaceFree()
                && (answer == null ? books.ask(head.cost, now) : answer) instanceof Admission.Wait wait) {
            due = Math.min(due, now + Math.min(wait.delay().toNanos(), Long.MAX_VALUE / 4));
            long stretch = books.nanosUntilLastStretch(now);
            due = stretch > 0 && stretch < Long.MAX_VALUE ? Math.min(due, now + stretch) : due;
        }
        if (due == wakeUpAt) {
            return;
        }
        wakeUp.cancel();
        wakeUpAt = due;
        wakeUp = timer.schedule(this::wake, Duration.ofNanos(Math.max(0, due - now)));
    }

    private void wake() {
        change(now -> wakeUpAt = Long.MAX_VALUE);
    }

    private Runnable grant(Waiter waiter, long now) {
        Grant grant = new Grant(books.take(waiter.cost, waiter.lane, waiter.since, now));
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
        private final Books.Taken taken;
        private final AtomicBoolean ended = new AtomicBoolean();

        Grant(Books.Taken taken) {
            this.taken = taken;
        }

        @Override
        public void left() {
            if (ticker.nanos() - taken.at() > ON_TIME) { // else there is no need for the lock
                change(now -> books.left(taken, now));
            }
        }

        @Override
        public void heard(ServerView view) {
            change(now -> books.heard(taken, view, now)); // the server may have more than we thought
        }

        @Override
        public void settle(Used used, ServerView view) {
            end(now -> books.settle(taken, used, view, now));
        }

        @Override
        public void refund() {
            end(now -> books.refund(taken, now));
        }

        @Override
        public void rejected(Rejection rejection, ServerView view) {
            end(now -> books.rejected(taken, rejection, view, now));
        }

        @Override
        public Duration waited() {
            return taken.waited();
        }

        private void end(LongConsumer news) {
            if (ended.compareAndSet(false, true)) {
                change(now -> {
                    endedAt = now;
                    news.accept(now);
                    watchStore();
                });
            }
        }
    }
}
