// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.report;

import io.github.camelopenai.benchmarks.overhead.client.Measurement;
import io.github.camelopenai.benchmarks.overhead.client.Work;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A figure of ours that must not be larger than promised. */
public final class Target {
    private static final String OURS = "camel";
    private static final double KIB_PER_MIB = 1024;
    private static final double MICROS_PER_MILLI = 1e3;

    private final Work work;
    private final String figure;
    private final double atMost;
    private final Function<Results, OptionalDouble> measured;

    private Target(Work work, String figure, double atMost, Function<Results, OptionalDouble> measured) {
        this.work = work;
        this.figure = figure;
        this.atMost = atMost;
        this.measured = measured;
    }

    /** What was promised for this work. */
    public static List<Target> of(Work work) {
        return switch (work) {
            case CHAT ->
                List.of(
                        cpuTo(work, "floor", 1.5),
                        cpuTo(work, "openai-java", 0.5),
                        cpuTo(work, "openai-java-async", 0.5));
            case EMBED -> List.of(cpuTo(work, "floor", 0.8), allocation(work, 4));
            case UPLOAD, SPEECH -> List.of(allocation(work, 1));
            case STREAM -> List.of(cpuTo(work, "floor", 1.3), allocationTo(work, "floor", 1.3), first(work, 1));
            case STREAM_EVENT, STREAM_SSE -> List.of(); // no promise: they are there to be compared with the text
        };
    }

    /** One line that says what was promised and what was measured. */
    public String verdict(Results results) {
        OptionalDouble value = measured.apply(results);
        String judgement = value.isEmpty() ? "NOT MEASURED" : isMissedBy(results) ? "FAIL" : "PASS";
        return "TARGET work=%s figure=%s at_most=%s measured=%s %s"
                .formatted(work.label(), figure, atMost, Results.text(value, 3), judgement);
    }

    /** Whether the figure was measured and is too large. */
    public boolean isMissedBy(Results results) {
        OptionalDouble value = measured.apply(results);
        return value.isPresent() && value.getAsDouble() > atMost;
    }

    private static Target cpuTo(Work work, String reference, double atMost) {
        return new Target(
                work, "cpu_to_" + reference, atMost, results -> results.ratio(OURS, reference, Measurement::cpuMicros));
    }

    private static Target allocationTo(Work work, String reference, double atMost) {
        return new Target(
                work,
                "alloc_to_" + reference,
                atMost,
                results -> results.ratio(OURS, reference, Measurement::allocatedKib));
    }

    /** How much later than the floor's the first piece of a stream may come. */
    private static Target first(Work work, double millis) {
        return new Target(
                work,
                "first_ms_beyond_floor",
                millis,
                results -> results.difference(OURS, "floor", round -> round.firstMicros() / MICROS_PER_MILLI));
    }

    private static Target allocation(Work work, double mib) {
        return new Target(
                work, "alloc_mib", mib, results -> results.median(OURS, round -> round.allocatedKib() / KIB_PER_MIB));
    }
}
