// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Keeps tasks until a test lets their time come, and moves the test's clock along. Thread-safe. */
public final class ManualTimer implements Timer {

    private final ManualTicker ticker;
    private final List<Task> tasks = new ArrayList<>(); // guarded by this

    private record Task(Runnable work, long due) {}

    /** Moves the given clock. */
    public ManualTimer(ManualTicker ticker) {
        this.ticker = ticker;
    }

    @Override
    public synchronized Scheduled schedule(Runnable task, Duration delay) {
        Task added = new Task(task, ticker.nanos() + delay.toNanos());
        tasks.add(added);
        return () -> drop(added);
    }

    private synchronized void drop(Task task) {
        tasks.removeIf(kept -> kept == task);
    }

    private synchronized Optional<Task> first() {
        return tasks.stream().min(Comparator.comparingLong(task -> task.due() - ticker.nanos()));
    }

    /** How many tasks wait. */
    public synchronized int pending() {
        return tasks.size();
    }

    /** How long until the next task is due; fails when there is none. */
    public Duration nextDelay() {
        Task next = first().orElseThrow(() -> new NoSuchElementException("no task waits for its time"));
        return Duration.ofNanos(Math.max(0, next.due() - ticker.nanos()));
    }

    /** Moves the clock to the next task and runs it. */
    public void runNext() {
        Duration delay = nextDelay();
        Task next = first().orElseThrow();
        drop(next);
        ticker.advance(delay);
        next.work().run();
    }

    /** Moves the clock, and runs what becomes due on the way at its own moment. */
    public void advance(Duration duration) {
        long end = ticker.nanos() + duration.toNanos();
        while (first().isPresent() && first().get().due() - end <= 0) {
            runNext();
        }
        ticker.advance(Duration.ofNanos(Math.max(0, end - ticker.nanos())));
    }
}
