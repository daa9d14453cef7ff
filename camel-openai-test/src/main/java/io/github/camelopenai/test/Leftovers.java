// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** What a test has left open on a simulator, as sentences. Immutable. */
record Leftovers(List<String> complaints) {
    private static final long BETWEEN_LOOKS_NANOS = 5_000_000;

    /** Waits for what may still end by itself. */
    static Leftovers of(OpenAiSimulator simulator, Map<String, IntSupplier> watched, Duration atMost)
            throws InterruptedException {
        List<String> complaints = new ArrayList<>();
        List<Reply> unused = simulator.unusedReplies();
        if (!unused.isEmpty()) {
            complaints.add("%d scripted replies were left unused: %s".formatted(unused.size(), unused));
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        int open = simulator.awaitIdle(atMost);
        if (open > 0) {
            complaints.add("%d exchanges were left under way: not answered, or the answer was not read to its end"
                    .formatted(open));
        }
        watched.forEach((name, count) -> {
            int left = settled(count, deadline);
            if (left != 0) {
                complaints.add("%s: %d".formatted(name, left));
            }
        });
        return new Leftovers(List.copyOf(complaints));
    }

    void failIfAny() {
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join("; ", complaints));
        }
    }

    /** A count of somebody else cannot wake us; it has to be asked again. */
    private static int settled(IntSupplier count, long deadline) {
        int left = count.getAsInt();
        while (left != 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            left = count.getAsInt();
        }
        return left;
    }
}
