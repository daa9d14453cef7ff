// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Draws the results of the quota benchmark as SVG files. */
public final class QuotaPlots {
    /** What makes a plot; servers are its panels, clients its markers, and seeds are averaged. */
    private static final List<String> CASE = List.of("work", "n", "tier", "rule", "foreign", "switches");

    private QuotaPlots() {}

    /**
     * Draws what other runs have printed.
     *
     * @param args a file with {@code RESULT} lines, a directory, and perhaps traces of two or three clients
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("usage: QuotaPlots RESULTS_FILE OUT_DIR [TRACE...]");
            System.exit(2);
        }
        Results results = new Results();
        Files.readAllLines(Path.of(args[0])).stream()
                .filter(line -> line.startsWith("RESULT "))
                .forEach(results::add);
        List<Path> traces = Arrays.stream(args).skip(2).map(Path::of).toList();
        for (Path file : draw(results, Path.of(args[1]), traces)) {
            System.out.println(file);
        }
    }

    /** Draws a plot for each case, and one for the traces unless there are none. Returns the files. */
    public static List<Path> draw(Results results, Path directory, List<Path> traces) throws IOException {
        Files.createDirectories(directory);
        List<Path> files = new ArrayList<>();
        for (Map<String, String> one : cases(results)) {
            Path file = directory.resolve("efficiency-" + nameOf(one) + ".svg");
            String title = "Efficiency and rejected calls, " + nameOf(one).replace('-', ' ');
            files.add(Files.writeString(file, new EfficiencyPlot(title, items(results, one)).draw()));
        }
        if (!traces.isEmpty()) {
            List<CoursePlot.Line> lines = new ArrayList<>();
            for (Path trace : traces) {
                lines.add(new CoursePlot.Line(Mark.clientOf(baseName(trace)), Trace.read(trace)));
            }
            String what = rest(traces.get(0));
            String title = "A run over time" + (what.isEmpty() ? "" : ", " + what.replace('-', ' '));
            Path file = directory.resolve("course" + (what.isEmpty() ? "" : "-" + what) + ".svg");
            files.add(Files.writeString(file, new CoursePlot(title, lines).draw()));
        }
        return files;
    }

    private static List<Map<String, String>> cases(Results results) {
        return List.copyOf(results.runs().stream()
                .map(run -> {
                    Map<String, String> one = new LinkedHashMap<>();
                    CASE.forEach(name -> one.put(name, run.getOrDefault(name, "")));
                    return one;
                })
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static List<EfficiencyPlot.Item> items(Results results, Map<String, String> one) {
        Predicate<Map<String, String>> ofCase = run -> run.entrySet().containsAll(one.entrySet());
        return results.runs().stream()
                .filter(ofCase)
                .map(run -> List.of(run.getOrDefault("server", ""), run.getOrDefault("client", "")))
                .distinct()
                .map(names -> {
                    Predicate<Map<String, String>> meant = ofCase.and(run ->
                            names.equals(List.of(run.getOrDefault("server", ""), run.getOrDefault("client", ""))));
                    return new EfficiencyPlot.Item(
                            names.get(0),
                            names.get(1),
                            results.mean("R429", meant).orElse(0),
                            results.mean("E", meant).orElse(0),
                            results.mean("L1", meant).orElse(0),
                            results.mean("lost", meant).orElse(0));
                })
                .toList();
    }

    /** The words of a case that are not the usual ones. */
    private static String nameOf(Map<String, String> one) {
        return one.entrySet().stream()
                .filter(word -> !word.getValue().isEmpty() && !word.getValue().equals("none"))
                .map(word -> switch (word.getKey()) {
                    case "n" -> word.getValue() + "-jobs";
                    case "tier" -> "tier-" + word.getValue();
                    case "foreign" -> "foreign-" + word.getValue();
                    default -> word.getValue().replace(',', '+');
                })
                .collect(Collectors.joining("-"));
    }

    private static String baseName(Path trace) {
        return trace.getFileName().toString().replaceFirst("\\.csv$", "");
    }

    /** What a trace's name says after the client's. */
    private static String rest(Path trace) {
        String name = baseName(trace);
        return name.substring(Mark.clientOf(name).length())
                .replaceFirst("^-", "")
                .replace("-none", "");
    }
}
