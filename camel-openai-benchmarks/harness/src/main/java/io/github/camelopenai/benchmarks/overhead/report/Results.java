// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.report;

import io.github.camelopenai.benchmarks.overhead.client.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The measurements of one work: per client, one for every round. Not thread-safe. */
public final class Results {
    private final Map<String, List<Measurement>> rounds = new LinkedHashMap<>();

    /** Adds the client's next round. */
    public void add(String client, Measurement round) {
        rounds.computeIfAbsent(client, name -> new ArrayList<>()).add(round);
    }

    /** The median of a figure over the client's rounds; empty when it was not measured. */
    public OptionalDouble median(String client, ToDoubleFunction<Measurement> figure) {
        List<Measurement> own = roundsOf(client);
        return own.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Median.of(own.stream().mapToDouble(figure).toArray()));
    }

    /** The median of the ratios between two clients in the same round; empty when either was not measured. */
    public OptionalDouble ratio(String client, String reference, ToDoubleFunction<Measurement> figure) {
        return pairwise(client, reference, (own, other) -> figure.applyAsDouble(own) / figure.applyAsDouble(other));
    }

    /** The median of the differences between two clients in the same round; empty when either was not measured. */
    public OptionalDouble difference(String client, String reference, ToDoubleFunction<Measurement> figure) {
        return pairwise(client, reference, (own, other) -> figure.applyAsDouble(own) - figure.applyAsDouble(other));
    }

    private OptionalDouble pairwise(
            String client, String reference, ToDoubleBiFunction<Measurement, Measurement> figure) {
        List<Measurement> own = roundsOf(client);
        List<Measurement> other = roundsOf(reference);
        int common = Math.min(own.size(), other.size());
        if (common == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Median.of(IntStream.range(0, common)
                .mapToDouble(i -> figure.applyAsDouble(own.get(i), other.get(i)))
                .toArray()));
    }

    /** One line per client, with its ratios to the reference. */
    public List<String> lines(String work, String reference) {
        return rounds.keySet().stream()
                .map(client -> line(work, client, reference))
                .toList();
    }

    private String line(String work, String client, String reference) {
        return "RESULT work=%s client=%s cpu_us=%s alloc_kib=%s threads=%s cpu_to_%s=%s alloc_to_%s=%s"
                        .formatted(
                                work,
                                client,
                                text(median(client, Measurement::cpuMicros), 1),
                                text(median(client, Measurement::allocatedKib), 1),
                                text(median(client, Measurement::peakThreads), 0),
                                reference,
                                text(ratio(client, reference, Measurement::cpuMicros), 2),
                                reference,
                                text(ratio(client, reference, Measurement::allocatedKib), 2))
                + " calls=%s ended_threads=%s first_us=%s"
                        .formatted(
                                text(median(client, Measurement::calls), 0),
                                text(median(client, Measurement::endedThreads), 0),
                                text(median(client, Measurement::firstMicros), 0));
    }

    private List<Measurement> roundsOf(String client) {
        return rounds.getOrDefault(client, List.of());
    }

    /** A figure with so many decimals, or a dash where there is none. */
    static String text(OptionalDouble figure, int decimals) {
        boolean known = figure.isPresent() && !Double.isNaN(figure.getAsDouble());
        return known ? String.format(Locale.ROOT, "%." + decimals + "f", figure.getAsDouble()) : "-";
    }
}
