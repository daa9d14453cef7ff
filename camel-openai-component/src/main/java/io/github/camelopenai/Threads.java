// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.spi.ExecutorServiceManager;

/** The threads of a component: one timer, workers on which routes go on, and one for each call in flight. */
final class Threads implements AutoCloseable {
    /*
     * Workers come from a pool that grows: a route may call us again and wait for the answer, and with a bound all
     * workers could come to wait for each other. There are never more than exchanges that we were given.
     */
    private static final long STOP_MILLIS = 10_000;

    private final ExecutorServiceManager manager;
    private final ScheduledExecutorService timer;
    private final ExecutorService workers;
    private final ExecutorService http;

    private Threads(
            ExecutorServiceManager manager,
            ScheduledExecutorService timer,
            ExecutorService workers,
            ExecutorService http) {
        this.manager = manager;
        this.timer = timer;
        this.workers = workers;
        this.http = http;
    }

    static Threads of(ExecutorServiceManager manager, Object owner) {
        return new Threads(
                manager,
                manager.newSingleThreadScheduledExecutor(owner, "OpenAiTimer"),
                manager.newCachedThreadPool(owner, "OpenAiWorker"),
                virtual(manager, owner));
    }

    /** Virtual threads where the JVM has them: one is parked for each call in flight, and many may be. */
    private static ExecutorService virtual(ExecutorServiceManager manager, Object owner) {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (Throwable olderJvm) {
            return manager.newCachedThreadPool(owner, "OpenAiHttp");
        }
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Runs the task whatever happens: an exchange that is handed over must end, even while the context stops. */
    Executor workers() {
        return task -> {
            try {
                workers.execute(task);
            } catch (RejectedExecutionException stopped) {
                task.run();
            }
        };
    }

    ExecutorService http() {
        return http;
    }

    @Override
    public void close() {
        manager.shutdownNow(timer);
        manager.shutdownGraceful(http, STOP_MILLIS); // their answers go to the workers
        manager.shutdownGraceful(workers, STOP_MILLIS);
    }
}
