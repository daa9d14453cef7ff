// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.thread;

import io.github.camelopenai.internal.quota.terms.BlockedCallers;
import io.github.camelopenai.internal.time.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.util.ObjectHelper;

/** The threads of a component: one timer, and workers, which run calls and then continue the routes. */
public final class Threads implements AutoCloseable {
    /*
     * 1. Workers come from a pool that grows: a route may call us again and wait for the answer, and in a bounded pool
     *    all workers could wait for each other. There are never more workers than exchanges passed to us.
     * 2. Where the JVM has virtual threads they run the calls, as one is parked for each call in flight. Routes
     *    continue on platform threads even then, unless Camel itself is configured for virtual ones.
     */
    private static final long STOP_MILLIS = 10_000;

    private final ExecutorServiceManager manager;
    private final ScheduledExecutorService timerThread;
    private final Timer timer;
    private final ExecutorService pool;
    private final Workers workers;
    private final ExecutorService virtual; // null where the JVM has none
    private final Executor http;

    private Threads(ExecutorServiceManager manager, Object owner) {
        this.manager = manager;
        this.timerThread = manager.newSingleThreadScheduledExecutor(source(owner, "OpenAiTimer"), "OpenAiTimer");
        this.timer = BlockedCallers.asOurs(Timer.on(timerThread));
        timerThread.execute(
                () -> {}); // starts its thread now: later the system may give none, and deadlines would be lost
        this.pool = manager.newCachedThreadPool(source(owner, "OpenAiWorker"), "OpenAiWorker");
        this.workers = new Workers(pool, timer);
        this.virtual = VirtualThreads.ofThisJvm().orElse(null);
        Executor platform = workers.afterwards();
        this.http = virtual == null ? platform : BlockedCallers.asOurs(new VirtualThreads(virtual, platform));
    }

    /** Camel names an MBean after the source only, so that two pools of one source would have one. */
    private static String source(Object owner, String name) {
        return name + "(" + ObjectHelper.getIdentityHashCode(owner) + ")";
    }

    public static Threads of(ExecutorServiceManager manager, Object owner) {
        return new Threads(manager, owner);
    }

    public Timer timer() {
        return timer;
    }

    /** Where routes continue. */
    public Workers workers() {
        return workers;
    }

    /** One thread for each call in flight. */
    public Executor http() {
        return http;
    }

    @Override
    public void close() {
        manager.shutdownNow(timerThread);
        if (virtual != null) {
            manager.shutdownGraceful(virtual, STOP_MILLIS); // before the workers, which receive its answers
        }
        manager.shutdownGraceful(pool, STOP_MILLIS);
    }
}
