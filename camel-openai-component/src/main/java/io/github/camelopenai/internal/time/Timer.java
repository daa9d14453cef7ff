// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs a short task later, on a thread that must not be held. */
@FunctionalInterface
public interface Timer {

    /** Runs the task once after the delay, unless cancelled before. */
    Scheduled schedule(Runnable task, Duration delay);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Scheduled {

        /** Drops the task if it has not begun. */
        void cancel();
    }

    /** A timer on the executor's threads. Once that is shut down, tasks are dropped silently. */
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
