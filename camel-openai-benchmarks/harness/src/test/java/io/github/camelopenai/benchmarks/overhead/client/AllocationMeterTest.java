// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AllocationMeterTest {
    private static final int MIB = 1 << 20;

    @Test
    void countsWhatEveryLivingThreadAllocates() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (AllocationMeter meter = new AllocationMeter()) {
            thread.submit(() -> allocateMib(3)).get();

            meter.start();
            allocateMib(5);
            thread.submit(() -> allocateMib(7)).get();
            AllocationMeter.Reading reading = meter.stop();

            assertThat(reading.bytes()).isBetween(12L * MIB, 13L * MIB);
            assertThat(reading.endedThreads()).isZero();
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void tellsThatAThreadHasEnded() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (AllocationMeter meter = new AllocationMeter()) {
            thread.submit(() -> allocateMib(1)).get();

            meter.start();
            thread.shutdown();
            assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            // The pool has terminated a moment before its thread has: the meter is asked until it sees that.
            while (meter.stop().endedThreads() == 0) {
                Thread.onSpinWait();
            }

            assertThat(meter.stop().endedThreads()).isEqualTo(1);
        }
    }

    private static void allocateMib(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(new byte[MIB]).hasSize(MIB);
        }
    }
}
