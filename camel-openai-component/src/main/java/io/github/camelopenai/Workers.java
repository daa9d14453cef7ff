// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * The threads on which routes go on. A task that is handed over from one of them is run at once, as it is where it belongs;
 * one from any other thread changes over. No task is lost, even while the context stops. Thread-safe.
 */
final class Workers implements Executor {

    private final ExecutorService pool;
    private final ThreadLocal<Boolean> isWorker = new ThreadLocal<>();

    Workers(ExecutorService pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        if (Boolean.TRUE.equals(isWorker.get())) {
            task.run();
        } else {
            others().execute(task);
        }
    }

    /** The same threads, but never the current one. */
    Executor others() {
        return task -> {
            Runnable marked = () -> run(task);
            try {
                pool.execute(marked);
            } catch (RejectedExecutionException stopped) {
                task.run(); // an exchange that is handed over must end
            }
        };
    }

    private void run(Runnable task) {
        isWorker.set(true);
        try {
            task.run();
        } finally {
            isWorker.remove();
        }
    }
}
