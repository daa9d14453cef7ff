// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Where Jazzer comes in: runs one target, and counts what an input costs. */
public final class Entrance {

    /** Several readings of one input, and of the input many times over; what Jazzer itself needs for its hooks is counted too. */
    private static final long ALLOWED = 512L << 20;

    /** Classes that are loaded on the way are counted as well, once. */
    private static final int TRIES = 4;

    private static final long ALLOWED_PER_BYTE = 4096;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Target target;

    private Entrance() {}

    /** Called once by Jazzer. */
    public static void fuzzerInitialize(String[] arguments) {
        target = Targets.of(arguments[0]);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) throws Throwable {
        run(target, input);
    }

    /** Runs one input; the bytes that it allocates are bounded by its length. */
    static void run(Target chosen, byte[] input) throws Throwable {
        long allowed = ALLOWED + ALLOWED_PER_BYTE * input.length;
        long allocated = measured(chosen, input);
        for (int more = 1; allocated > allowed && more < TRIES; more++) {
            allocated = measured(chosen, input);
        }
        Promise.holds(allocated <= allowed, input.length + " bytes of input took " + allocated + " bytes of memory");
    }

    private static long measured(Target chosen, byte[] input) throws Throwable {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        chosen.run(input);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
