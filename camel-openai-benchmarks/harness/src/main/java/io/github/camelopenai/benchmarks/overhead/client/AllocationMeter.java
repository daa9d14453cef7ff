// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.client;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Counts the bytes that all Java threads of this process allocate between two moments. */
public final class AllocationMeter implements AutoCloseable {
    /*
     * 1. The JVM counts for each thread, to the byte, what it has allocated. The difference between two readings is
     *    exact, unlike the growth of the heap, in which half-filled allocation buffers look like allocations.
     * 2. A thread that ends takes its counter with it. So all counters are also read ten times a second, and the last
     *    reading of a thread stands for it afterwards: lost is at most its last tenth of a second.
     * 3. How many threads ended is part of the answer. None: the figure is exact.
     * 4. The thread that does the reading is left out.
     */
    private static final long PERIOD_MILLIS = 100;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "allocation-meter");
        thread.setDaemon(true);
        return thread;
    });

    private final Future<?> readings;

    // Guarded by this.
    private Map<Long, Long> before = Map.of();
    private final Map<Long, Long> latest = new HashMap<>();
    private long readerId;

    /** Begins to read the counters. */
    public AllocationMeter() {
        readings = reader.scheduleAtFixedRate(this::read, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Counts from here. */
    public synchronized void start() {
        latest.clear();
        readCounters();
        before = Map.copyOf(latest);
    }

    /** What was allocated since {@link #start}. */
    public synchronized Reading stop() {
        Set<Long> alive = readCounters();
        long bytes = 0;
        int ended = 0;
        for (Map.Entry<Long, Long> counter : latest.entrySet()) {
            bytes += counter.getValue() - before.getOrDefault(counter.getKey(), 0L);
            ended += alive.contains(counter.getKey()) ? 0 : 1;
        }
        return new Reading(bytes, ended);
    }

    @Override
    public void close() {
        readings.cancel(false);
        reader.shutdown();
    }

    private synchronized void read() {
        readerId = Thread.currentThread().getId();
        readCounters();
    }

    private Set<Long> readCounters() {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Set<Long> alive = new HashSet<>();
        for (int i = 0; i < ids.length; i++) {
            // -1: the thread has ended since its id was listed.
            if (bytes[i] >= 0 && ids[i] != readerId) {
                alive.add(ids[i]);
                latest.put(ids[i], bytes[i]);
            }
        }
        return alive;
    }

    /**
     * What was counted.
     *
     * @param bytes allocated by all threads
     * @param endedThreads how many of them are no longer alive; 0 means that {@code bytes} is exact
     */
    public record Reading(long bytes, int endedThreads) {}
}
