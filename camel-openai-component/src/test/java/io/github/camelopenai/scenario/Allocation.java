// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What calls allocate, for tests that run them in a JVM of their own. Stateless. */
final class Allocation {

    private Allocation() {}

    /** Per call, over all threads, once everything is loaded. */
    static void print(int rounds, Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        call.run();
        call.run();
        long before = allocated(threads);
        for (int round = 0; round < rounds; round++) {
            call.run();
        }
        System.out.println("allocated " + (allocated(threads) - before) / rounds + " bytes a call");
    }

    private static long allocated(ThreadMXBean threads) {
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
