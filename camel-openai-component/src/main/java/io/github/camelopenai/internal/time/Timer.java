// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs a short task later, on a thread that the task must not block. */
@FunctionalInterface
public interface Timer {

    /** Runs the task once after the delay, unless it is cancelled before. */
    Scheduled schedule(Runnable task, Duration delay);

    /** A scheduled task. */
    @FunctionalInterface
    interface Scheduled {

        /** Drops the task if it has not started. */
        void cancel();
    }

    /** A timer on the executor's threads. After its shutdown, tasks are dropped silently. */
    static Timer on(ScheduledExecutorService executor) {
        return (task, delay) -> {
            try {
                Future<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            } catch (RejectedExecutionException stopped) {
                return () -> {};
            }
        };
    }
}
