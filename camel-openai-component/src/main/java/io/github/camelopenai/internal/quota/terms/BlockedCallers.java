// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

import io.github.camelopenai.internal.time.Timer;
import java.util.Locale;
import java.util.concurrent.Executor;

/** Detects the kind of the calling thread, and so whether a full queue may hold it until there is room. Thread-safe. */
public final class BlockedCallers {
    /*
     * 1. Threads of this component are never held: they answer exchanges, wake the queue and run calls. A new thread
     *    would also replace a held one, so that there were as many threads as exchanges.
     * 2. An event loop is never held: it serves many connections. Libraries are detected by the names of classes and
     *    threads, as none of them is a dependency.
     * 3. All others are held: threads of consumers, of splitters, of applications.
     */
    private static final ThreadLocal<Boolean> OURS = ThreadLocal.withInitial(() -> false);

    private static final String NETTY = "io.netty.util.concurrent.FastThreadLocalThread";
    private static final String REACTOR = "reactor.core.scheduler.NonBlocking";

    /** Threads of Netty's class that run blocking tasks; the names are those of Vert.x and of Netty. */
    private static final String[] MAY_BLOCK = {
        "vert.x-worker-thread", "vert.x-internal-blocking", "eventexecutorgroup", "executor-thread"
    };

    private static final String[] LOOPS = {
        "eventloop",
        "event-loop",
        "reactor-http-",
        "reactor-tcp-",
        "nettyservertcp",
        "nettyclienttcp",
        "-worker-elg-",
        "selectormanager",
        "i/o dispatcher",
        "httpclient-dispatch-"
    };

    private BlockedCallers() {}

    /** A kind of thread. */
    public enum Kind {
        /** It may be held. */
        ORDINARY,
        /** It belongs to this component, or to another instance of it. */
        OURS,
        /** It serves many connections. */
        EVENT_LOOP
    }

    /** The kind of the current thread. */
    public static Kind current() {
        return OURS.get() ? Kind.OURS : isEventLoop(Thread.currentThread()) ? Kind.EVENT_LOOP : Kind.ORDINARY;
    }

    /** Runs the task as one of this component's. */
    public static void runAsOurs(Runnable task) {
        boolean before = OURS.get();
        OURS.set(true);
        try {
            task.run();
        } finally {
            if (before) {
                OURS.set(true);
            } else {
                OURS.remove();
            }
        }
    }

    /** The same executor; its tasks count as this component's. */
    public static Executor asOurs(Executor executor) {
        return task -> executor.execute(() -> runAsOurs(task));
    }

    /** The same timer; its tasks count as this component's. */
    public static Timer asOurs(Timer timer) {
        return (task, delay) -> timer.schedule(() -> runAsOurs(task), delay);
    }

    private static boolean isEventLoop(Thread thread) {
        String name = thread.getName().toLowerCase(Locale.ROOT);
        return contains(name, LOOPS)
                || isXnioLoop(name)
                || isOf(thread.getClass(), REACTOR)
                || isOf(thread.getClass(), NETTY) && !contains(name, MAY_BLOCK);
    }

    /** {@code XNIO-1 I/O-3}, unlike {@code XNIO-1 task-3}. */
    private static boolean isXnioLoop(String name) {
        return name.startsWith("xnio-") && name.contains(" i/o-");
    }

    private static boolean contains(String name, String[] parts) {
        for (String part : parts) {
            if (name.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(Class<?> type, String name) {
        if (type == null || type == Thread.class) {
            return false;
        }
        if (type.getName().equals(name) || isOf(type.getSuperclass(), name)) {
            return true;
        }
        for (Class<?> implemented : type.getInterfaces()) {
            if (isOf(implemented, name)) {
                return true;
            }
        }
        return false;
    }
}
