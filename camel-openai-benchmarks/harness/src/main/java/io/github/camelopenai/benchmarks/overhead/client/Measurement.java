// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.client;

/**
 * What one round cost in the client's whole process.
 *
 * @param calls how many were made, all of them from beginning to end inside the round
 * @param cpuNanos CPU time of all threads, those of the garbage collector and the compilers included
 * @param allocatedBytes heap allocated by all Java threads
 * @param peakThreads the most Java threads alive at one moment
 * @param endedThreads how many threads ended on the way; 0 means that {@code allocatedBytes} is exact
 */
public record Measurement(long calls, long cpuNanos, long allocatedBytes, int peakThreads, int endedThreads) {
    /** CPU microseconds per call. */
    public double cpuMicros() {
        return cpuNanos / 1e3 / calls;
    }

    /** Allocated KiB per call. */
    public double allocatedKib() {
        return allocatedBytes / 1024.0 / calls;
    }

    /** One line, for the way from the client's process to the benchmark's. */
    public String toLine() {
        return calls + " " + cpuNanos + " " + allocatedBytes + " " + peakThreads + " " + endedThreads;
    }

    /** Reads what {@link #toLine} wrote. */
    public static Measurement parse(String line) {
        String[] fields = line.split(" ", -1);
        return new Measurement(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]));
    }
}
