// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.thread;

import io.github.camelopenai.internal.quota.terms.BlockedCallers;
import io.github.camelopenai.internal.time.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads on which routes continue. A task from one of them runs at once on the same thread; a task from any other
 * thread moves to a worker. No task is lost, even while the context stops. Thread-safe.
 */
public final class Workers implements Executor {

    /** How long a task may wait for the worker that keeps it, before another one takes it; twice that at most. */
    private static final Duration PATIENCE = Duration.ofMillis(1);

    private final ExecutorService pool;
    private final Timer timer;
    private final ThreadLocal<Turn> current = new ThreadLocal<>();
    private final Set<Turn> turns = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watched = new AtomicBoolean();

    /** @param timer checks kept tasks */
    Workers(ExecutorService pool, Timer timer) {
        this.pool = pool;
        this.timer = timer;
    }

    @Override
    public void execute(Runnable task) {
        if (current.get() != null) {
            task.run();
        } else {
            handOrRunAnyway(task);
        }
    }

    /** The same threads, but never the current one, unless no thread is left. */
    public Executor others() {
        return this::handOrRunAnyway;
    }

    private void handOrRunAnyway(Runnable task) {
        try {
            hand(task);
        } catch (Throwable none) { // stopped, no thread or no memory: an exchange that is handed over must end
            task.run();
        }
    }

    private void hand(Runnable task) {
        pool.execute(() -> BlockedCallers.runAsOurs(() -> work(task)));
    }

    /**
     * The same threads; the current one, if it is a worker, after its current task. That saves a change of threads
     * where a route that we have answered calls us again. A worker that does not reach the task in time, as its route
     * blocks, loses it to another one. As such a task may take long, its submission fails where the system gives no
     * thread.
     */
    Executor afterwards() {
        return task -> {
            Turn turn = current.get();
            if (turn == null || !turn.keep(task)) {
                handOrRun(task);
            } else if (watched.compareAndSet(false, true)) {
                look();
            }
        };
    }

    private void look() {
        try {
            timer.schedule(this::watch, PATIENCE);
        } catch (Throwable e) { // no check now; the worker itself reaches its kept task
            watched.set(false);
        }
    }

    private void handOrRun(Runnable task) {
        try {
            hand(task);
        } catch (RejectedExecutionException stopped) {
            task.run(); // it ends soon, as its connection is cut
        }
    }

    private void work(Runnable first) {
        Turn turn = new Turn();
        turns.add(turn);
        current.set(turn);
        try {
            for (Runnable task = first; task != null; task = turn.next()) {
                task.run();
            }
        } finally {
            current.remove();
            turns.remove(turn);
            Runnable left = turn.next();
            if (left != null) {
                others().execute(left); // the previous task has thrown an exception
            }
        }
    }

    /** On the timer's thread, while any worker keeps a task. */
    private void watch() {
        boolean more = false;
        for (Turn turn : turns) {
            Runnable late = turn.overdue();
            if (late != null) {
                handLate(late, turn);
            }
            more |= turn.keeps();
        }
        if (!more) {
            watched.set(false);
            // A thread that still saw us watching may have kept a task after the check of its worker.
            more = turns.stream().anyMatch(Turn::keeps) && watched.compareAndSet(false, true);
        }
        if (more) {
            look();
        }
    }

    /**
     * Never runs the task on the timer's thread, which would stop the whole component: the worker may still reach it.
     */
    private void handLate(Runnable task, Turn turn) {
        try {
            handOrRun(task);
        } catch (Throwable none) { // the system gives no thread
            boolean kept = turn.keep(task);
            if (!kept || !turns.contains(turn) && turn.take(task)) {
                others().execute(task); // its worker has ended meanwhile
            }
        }
    }

    /** The uninterrupted work of one thread, and the next task that it keeps for itself. Thread-safe. */
    private static final class Turn {
        private final AtomicReference<Runnable> kept = new AtomicReference<>();
        private Runnable seen; // by the timer's thread only

        boolean keep(Runnable task) {
            return kept.compareAndSet(null, task);
        }

        boolean keeps() {
            return kept.get() != null;
        }

        Runnable next() {
            return keeps() ? kept.getAndSet(null) : null;
        }

        boolean take(Runnable task) {
            return kept.compareAndSet(task, null);
        }

        /** Removes and returns the task that the last check saw too. */
        Runnable overdue() {
            Runnable now = kept.get();
            boolean late = now != null && now == seen && kept.compareAndSet(now, null);
            seen = late ? null : now;
            return late ? now : null;
        }
    }
}
