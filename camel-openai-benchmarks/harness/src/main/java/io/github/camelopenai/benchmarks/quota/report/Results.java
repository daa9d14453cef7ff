// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The lines of a benchmark, and their means over the seeds. Not thread-safe. */
public final class Results {
    /** What makes two runs the same but for their seeds. */
    private static final List<String> NAMES =
            List.of("tier", "work", "n", "server", "rule", "foreign", "switches", "client");

    /** The figures of the table and their decimals. */
    private static final Map<String, Integer> FIGURES = new LinkedHashMap<>();

    static {
        FIGURES.put("E", 3);
        FIGURES.put("R429", 2);
        FIGURES.put("L1", 4);
        FIGURES.put("X", 1);
        FIGURES.put("lost", 0);
        FIGURES.put("U60", 2);
        FIGURES.put("wait_p50", 1);
        FIGURES.put("wait_p99", 1);
        FIGURES.put("wait_p99_interactive", 2);
        FIGURES.put("J", 3);
        FIGURES.put("A", 4);
        FIGURES.put("A_p99", 4);
        FIGURES.put("cpu_us", 0);
        FIGURES.put("threads", 0);
        FIGURES.put("makespan_s", 1);
        FIGURES.put("Q", 3);
    }

    private final List<Map<String, String>> runs = new ArrayList<>();

    /** Adds a line of {@code name=value} words; words without a value are ignored. */
    public void add(String line) {
        Map<String, String> run = new LinkedHashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                run.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        runs.add(run);
    }

    /** The words of each line, in order. */
    List<Map<String, String>> runs() {
        return runs;
    }

    /** The mean of a figure over the runs that are meant; empty when none has it. */
    public OptionalDouble mean(String figure, Predicate<Map<String, String>> meant) {
        return runs.stream()
                .filter(meant)
                .filter(run -> run.containsKey(figure))
                .mapToDouble(run -> Double.parseDouble(run.get(figure)))
                .average();
    }

    /** How many runs are meant and have the figure. */
    int count(String figure, Predicate<Map<String, String>> meant) {
        return (int) runs.stream()
                .filter(meant)
                .filter(run -> run.containsKey(figure))
                .count();
    }

    /** The means as a Markdown table, a row for each client and case. */
    public List<String> table() {
        Map<List<String>, List<String>> seeds = new LinkedHashMap<>();
        runs.forEach(run ->
                seeds.computeIfAbsent(namesOf(run), names -> new ArrayList<>()).add(run.getOrDefault("seed", "")));
        List<String> lines = new ArrayList<>();
        lines.add("| " + String.join(" | ", NAMES) + " | seeds | " + String.join(" | ", FIGURES.keySet()) + " |");
        lines.add("|" + "---|".repeat(NAMES.size() + 1) + "---:|".repeat(FIGURES.size()));
        seeds.forEach((names, own) -> lines.add("| " + String.join(" | ", names) + " | " + String.join(" ", own) + " | "
                + FIGURES.entrySet().stream()
                        .map(figure ->
                                text(mean(figure.getKey(), run -> namesOf(run).equals(names)), figure.getValue()))
                        .collect(Collectors.joining(" | "))
                + " |"));
        return lines;
    }

    private static List<String> namesOf(Map<String, String> run) {
        return NAMES.stream().map(name -> run.getOrDefault(name, "")).toList();
    }

    /** A figure with so many decimals, or a dash where there is none. */
    static String text(OptionalDouble figure, int decimals) {
        return figure.isPresent() ? String.format(Locale.ROOT, "%." + decimals + "f", figure.getAsDouble()) : "-";
    }
}
