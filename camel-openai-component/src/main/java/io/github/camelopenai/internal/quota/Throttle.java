// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.quota.lane.LaneQueue;
import io.github.camelopenai.internal.quota.lane.Lanes;
import io.github.camelopenai.internal.quota.lane.Waiter;
import io.github.camelopenai.internal.quota.ledger.Ledger;
import io.github.camelopenai.internal.quota.ledger.WaitEstimate;
import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.share.StoreWatch;
import io.github.camelopenai.internal.quota.terms.Admission;
import io.github.camelopenai.internal.quota.terms.BlockedCallers;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.internal.quota.terms.Rejection;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import io.github.camelopenai.model.QuotaLevel;
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
     * 2. Lanes share the quota by weight; within a lane, waiters are served in arrival order. A large call at the head
     *    holds back small ones on purpose: it would starve otherwise. A call that returns for another attempt goes to
     *    the head of its lane; it has waited before. In the last ten seconds of a fixed minute of the server, small
     *    calls may pass a large one that leaves with the next minute anyway.
     * 3. Waiting calls block no thread: a waiter is a future. One timer task serves all of them, due when the head may
     *    leave or the first deadline passes.
     * 4. Under the lock there is arithmetic only. Futures are completed outside, on separate threads: an answer or a
     *    refusal may continue a whole route, which must not run on the thread that serves the queue. The quota store is
     *    called there too.
     * 5. Only a caller that may be held because the queue is full blocks; see QueueEntrance.
     * 6. An exception meanwhile ends the call that is served at the moment, and no other one.
     */
    /** Shorter delays are invisible to a log with slots of a quarter of a second. */
    private static final long ON_TIME = 100_000_000L;

    private final Ticker ticker;
    private final Executor threads;

    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by lock.
    private final Lanes waiting = new Lanes(lock::newCondition);
    private final QueueEntrance entrance;
    private final ThrottleState books;
    private final DepartureQueue queue;
    private boolean closed;
    private final StoreWatch watch; // null where the quota is not shared
    private long endedAt;
    private CompletionStage<Void> returning = CompletableFuture.completedFuture(null);

    /**
     * @param key     the name of the throttle, for display
     * @param threads where waiting calls are completed; never the current one
     */
    public Throttle(String key, Limits limits, QueuePolicy policy, Ticker ticker, Timer timer, Executor threads) {
        this(key, limits, policy, null, ticker, timer, threads);
    }

    /**
     * @param sharing how the quota is shared with other processes; null when it is not
     */
    public Throttle(
            String key,
            Limits limits,
            QueuePolicy policy,
            SharedQuota.Sharing sharing,
            Ticker ticker,
            Timer timer,
            Executor threads) {
        this(key, limits, policy, sharing, new QueueRoom(), ticker, timer, threads);
    }

    /** @param door holds new exchanges, of every account */
    public Throttle(
            String key,
            Limits limits,
            QueuePolicy policy,
            SharedQuota.Sharing sharing,
            QueueRoom door,
            Ticker ticker,
            Timer timer,
            Executor threads) {
        this.ticker = ticker;
        this.threads = threads;
        this.endedAt = ticker.nanos();
        Function<Ledger, SharedQuota> leases =
                ledger -> new SharedQuota(sharing, key, ledger, threads, this::afterLease, ticker);
        this.books = new ThrottleState(key, limits, policy, waiting, sharing == null ? null : leases, ticker.nanos());
        this.watch = sharing == null
                ? null
                : new StoreWatch(books.shared(), timer, () -> !waiting.isEmpty(), this::look, this::change);
        this.entrance = new QueueEntrance(policy, door, BlockedCallers::current, () -> closed);
        this.queue = new DepartureQueue(policy, waiting, books, entrance, timer, this::wake, Grant::new);
    }

    /**
     * Asks for the right to send a call.
     *
     * @return completes with the permit, or with an {@link OpenAiException} when the call can never leave or not in
     *     time. Cancelling it gives the place up.
     */
    public CompletableFuture<Permit> acquire(Cost cost, Lane name, Patience patience) {
        long arrived = ticker.nanos(); // waiting for room counts too
        QueueEntrance.Guest guest = entrance.passDoor(patience);
        Waiter waiter;
        lock.lock();
        try {
            LaneQueue lane = waiting.of(name);
            waiter = new Waiter(cost, lane, arrived, patience);
            admit(waiter, entrance.awaitRoom(lane, guest));
        } finally {
            lock.unlock();
            tellAll(List.of());
        }
        if (!waiter.permit.isDone()) {
            waiter.permit.whenComplete((permit, failure) -> {
                if (waiter.permit.isCancelled()) {
                    leave(waiter);
                }
            });
            change(now -> {}); // a returning call may fit now; a head with a late timer must not wait
        }
        return waiter.permit;
    }

    /** The call leaves, is refused, or waits. Any exception ends it, too. */
    private void admit(Waiter waiter, QueueEntrance.Guest guest) {
        try {
            long now = ticker.nanos();
            boolean isNext = !closed && waiting.isEmpty() && books.isPlaceFree();
            Admission answer = isNext ? books.ask(waiter.cost, now) : books.askLedger(waiter.cost, now);
            if (answer instanceof Admission.Granted && isNext) {
                waiter.permit.complete(new Grant(books.take(waiter.cost, waiter.lane, waiter.since, now)));
                return;
            }
            OpenAiException refusal = refusal(answer);
            if (refusal == null) {
                refusal = refusalToQueue(waiter, guest, now);
            }
            if (refusal == null) {
                queue.add(waiter);
            } else {
                waiter.permit.completeExceptionally(refusal);
            }
        } catch (Throwable e) {
            waiter.permit.completeExceptionally(e);
        } finally {
            entrance.passOnRoom(waiter.lane);
        }
    }

    /** The current state. */
    public QuotaLevel snapshot() {
        lock.lock();
        try {
            return books.level(ticker.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds since a call ended; 0 while any activity remains that a new throttle would not know. */
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
        List<Runnable> tellings = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            queue.refuseAll(tellings, Refusals::stopped);
            waiting.all().forEach(LaneQueue::wakeAll);
            if (books.shared() != null) {
                watch.close();
                returning = books.shared().close();
            }
        } finally {
            lock.unlock();
            tellAll(tellings);
        }
    }

    /** Completes when the leases held at the end are back in the store. */
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

    private OpenAiException refusalToQueue(Waiter waiter, QueueEntrance.Guest guest, long now) {
        Patience patience = waiter.patience;
        WaitEstimate outlook = books.outlookIn(waiter.lane, waiter.cost, false, now);
        boolean isNew = patience.whenFull() != WhenFull.ENTER_AT_THE_HEAD;
        if (isNew
                && isClearlyTooLong(outlook, patience)
                // A guess must not fail a call.
                && isClearlyTooLong(books.outlookIn(waiter.lane, waiter.cost, true, now), patience)) {
            return Refusals.tooLong(outlook, patience.timeout(), waiter.lane.size(), books.limits());
        }
        return entrance.refusal(waiter.lane, guest, outlook.duration());
    }

    /** The wait is an estimate, even when it rests on known values only. */
    private static boolean isClearlyTooLong(WaitEstimate outlook, Patience patience) {
        return outlook.duration().compareTo(patience.timeout().multipliedBy(2)) > 0;
    }

    private void afterLease(Runnable news) {
        change(now -> {
            news.run();
            watch.begin();
        });
    }

    private void look(LongConsumer at) {
        lock.lock();
        try {
            at.accept(ticker.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** The next call may be smaller. */
    private void leave(Waiter waiter) {
        change(now -> queue.remove(waiter));
    }

    /**
     * Changes the state under the lock; then lets every call leave that can, and fails every call that waited too long.
     */
    private void change(LongConsumer news) {
        List<Runnable> tellings = new ArrayList<>(0);
        lock.lock();
        try {
            long now = ticker.nanos();
            try {
                news.accept(now);
            } finally { // after any exception, too: a place may be free
                if (queue.areAwaited()) {
                    queue.serve(tellings, now);
                }
            }
            if (watch != null) {
                watch.listen();
            }
        } finally {
            lock.unlock();
            tellAll(tellings);
        }
    }

    /** Not under the lock: a whole route, or a store call, may follow. */
    private void tellAll(List<Runnable> tellings) {
        for (Runnable telling : tellings) {
            try {
                threads.execute(telling);
            } catch (Throwable noThread) {
                telling.run(); // late or on this thread, but never lost
            }
        }
        if (books.shared() != null) {
            books.shared().send();
        }
    }

    private void wake() {
        change(now -> queue.disarm());
    }

    /** The permit of a call that has left. */
    private final class Grant implements Permit {
        private final ThrottleState.Taken taken;
        private final AtomicBoolean ended = new AtomicBoolean();

        Grant(ThrottleState.Taken taken) {
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
            change(now -> books.heard(taken, view, now)); // the server may have more than our estimate
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
                    if (watch != null) {
                        watch.begin();
                    }
                });
            }
        }
    }
}
