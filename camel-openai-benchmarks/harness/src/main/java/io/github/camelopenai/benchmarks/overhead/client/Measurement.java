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
 * @param firstNanos the median time from the beginning of a call to the first piece of a streamed answer; 0 for others
 */
public record Measurement(
        long calls, long cpuNanos, long allocatedBytes, int peakThreads, int endedThreads, long firstNanos) {
    /** CPU microseconds per call. */
    public double cpuMicros() {
        return cpuNanos / 1e3 / calls;
    }

    /** Allocated KiB per call. */
    public double allocatedKib() {
        return allocatedBytes / 1024.0 / calls;
    }

    /** Microseconds to the first piece; not a number where nothing is streamed. */
    public double firstMicros() {
        return firstNanos == 0 ? Double.NaN : firstNanos / 1e3;
    }

    /** One line, for the way from the client's process to the benchmark's. */
    public String toLine() {
        return calls + " " + cpuNanos + " " + allocatedBytes + " " + peakThreads + " " + endedThreads + " "
                + firstNanos;
    }

    /** Reads what {@link #toLine} wrote. */
    public static Measurement parse(String line) {
        String[] fields = line.split(" ", -1);
        return new Measurement(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]),
                Long.parseLong(fields[5]));
    }
}
