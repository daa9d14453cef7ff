// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A figure of ours, as a mean over three seeds, that must reach or must not exceed what was promised. One seed alone may miss it by
 * a little: a job that needs a minute more or less of the server's makes that much of a difference.
 */
public final class QuotaTarget {
    private static final String OURS = "ours";
    private static final String NO_HEADERS = "ours-no-headers";
    private static final String TOLD = "told";
    private static final String THE_LIMITS = "limits";

    private static final int SEEDS = 3;
    private static final double SCATTER_OF_EFFICIENCY = 0.03;
    private static final double SCATTER_OF_REJECTED = 0.5;

    private final Map<String, String> meant;
    private final String figure;
    private final boolean atLeast;
    private final double promised;
    private final double scatter;

    private QuotaTarget(Map<String, String> meant, String figure, boolean atLeast, double promised, double scatter) {
        this.meant = new TreeMap<>(meant);
        this.figure = figure;
        this.atLeast = atLeast;
        this.promised = promised;
        this.scatter = scatter;
    }

    /** What was promised. */
    public static List<QuotaTarget> all() {
        List<QuotaTarget> targets = new ArrayList<>();
        for (String rule : List.of("settle", "reserve", "actual")) {
            addPair(targets, mixed(OURS, "V1", rule, "none"), 0.97, 0.5);
        }
        addPair(targets, mixed(OURS, "V2", "settle", "none"), 0.96, 0.5);
        addPair(targets, mixed(OURS, "V3", "settle", "none"), 0.92, 1);
        addPair(targets, mixed(OURS, "V4", "settle", "none"), 0.88, 2);
        addPair(targets, mixed(OURS, "V1", "settle", "constant"), 0.97, 1);
        addPair(targets, mixed(OURS, "V1", "settle", "square"), 0.97, 1);
        Map<String, String> tierTwo = mixed(OURS, "V1", "settle", "none");
        tierTwo.put("tier", "two");
        addPair(targets, tierTwo, 0.95, 1);
        for (String server : List.of("V1", "V2", "V3", "V4")) {
            addPair(targets, mixed(NO_HEADERS, server, "settle", "none"), 0.85, 1.5);
        }
        Map<String, String> lanes = Map.of("client", OURS, "work", "W4");
        targets.add(new QuotaTarget(lanes, "wait_p99_interactive", false, 3, 0));
        targets.add(new QuotaTarget(lanes, "J", true, 0.95, 0));
        Map<String, String> row = Map.of("client", OURS, TOLD, "row");
        targets.add(new QuotaTarget(row, "L1", false, 0, 0));
        targets.add(new QuotaTarget(row, "lost", false, 0, 0));
        for (String client : List.of(OURS, NO_HEADERS)) {
            targets.add(new QuotaTarget(Map.of("client", client), "L1", false, 0, 0));
            targets.add(new QuotaTarget(Map.of("client", client), "lost", false, 0, 0));
        }
        return targets;
    }

    /** One line that says what was promised and what was measured. */
    public String verdict(Results results) {
        OptionalDouble value = measured(results);
        String judgement = value.isEmpty() ? "NOT MEASURED" : isMissedBy(results) ? "FAIL" : "PASS";
        StringBuilder line = new StringBuilder("TARGET");
        meant.forEach((name, word) -> line.append(' ').append(name).append('=').append(word));
        line.append(" figure=%s %s=%s measured=%s %s"
                .formatted(figure, atLeast ? "at_least" : "at_most", promised, Results.text(value, 3), judgement));
        return value.isPresent() && allowed(results) > 0
                ? line.append(", as %d of %d seeds may be off by %s".formatted(seeds(results), SEEDS, scatter))
                        .toString()
                : line.toString();
    }

    /** Whether the figure was measured and is not what was promised. */
    public boolean isMissedBy(Results results) {
        OptionalDouble value = measured(results);
        double missing = atLeast ? promised - value.orElse(promised) : value.orElse(promised) - promised;
        return missing > allowed(results);
    }

    private double allowed(Results results) {
        return seeds(results) < SEEDS ? scatter : 0;
    }

    private int seeds(Results results) {
        return results.count(figure, this::isMeant);
    }

    private OptionalDouble measured(Results results) {
        return results.mean(figure, this::isMeant);
    }

    private boolean isMeant(Map<String, String> run) {
        return meant.entrySet().stream()
                .allMatch(word -> word.getValue().equals(run.getOrDefault(word.getKey(), usual(word.getKey()))));
    }

    /** What a run does not say. */
    private static String usual(String name) {
        return name.equals(TOLD) ? THE_LIMITS : "";
    }

    private static void addPair(
            List<QuotaTarget> targets, Map<String, String> meant, double efficiency, double rejected) {
        targets.add(new QuotaTarget(meant, "E", true, efficiency, SCATTER_OF_EFFICIENCY));
        targets.add(new QuotaTarget(meant, "R429", false, rejected, SCATTER_OF_REJECTED));
    }

    private static Map<String, String> mixed(String client, String server, String rule, String foreign) {
        return new TreeMap<>(Map.of(
                TOLD,
                THE_LIMITS,
                "client",
                client,
                "tier",
                "one",
                "work",
                "W1",
                "server",
                server,
                "rule",
                rule,
                "foreign",
                foreign,
                "switches",
                client.equals(OURS) ? "none" : "no-headers"));
    }
}
