// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota;

import io.github.camelopenai.benchmarks.quota.server.Bound;
import io.github.camelopenai.benchmarks.quota.server.ChargeRule;
import io.github.camelopenai.benchmarks.quota.server.ForeignTraffic;
import io.github.camelopenai.benchmarks.quota.server.ServerKind;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import io.github.camelopenai.benchmarks.quota.server.Switches;
import io.github.camelopenai.benchmarks.quota.work.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one process is to run, as words on its command line: each name of {@link #DEFAULTS} with a value.
 *
 * @param words a value for each name, and perhaps {@code trace}
 */
record QuotaCase(Map<String, String> words) {
    /** The value of {@code switches} that leaves a server as it is. */
    static final String NO_SWITCH = "none";

    /** The value of {@code told} by which a client is told the server's limits. */
    static final String TOLD_THE_LIMITS = "limits";

    /** The value of {@code told} by which ours is told a tier, whose row for the model is not what the server allows, and nothing else. */
    static final String TOLD_A_ROW = "row";

    /** What is not said on the command line. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("client", ""),
            Map.entry("server", "V1"),
            Map.entry("rule", "settle"),
            Map.entry("work", "W1"),
            Map.entry("n", "0"),
            Map.entry("seed", "7"),
            Map.entry("tier", "one"),
            Map.entry("scale", "0"),
            Map.entry("foreign", "none"),
            Map.entry("switches", NO_SWITCH),
            Map.entry("told", TOLD_THE_LIMITS),
            Map.entry("waits", "divided"),
            Map.entry("cut-off", "12"));

    /** Fills in what is missing. */
    QuotaCase {
        Map<String, String> all = new TreeMap<>(DEFAULTS);
        all.putAll(words);
        words = Collections.unmodifiableMap(all);
    }

    /** Reads {@code --name value} pairs. */
    static QuotaCase parse(String... args) {
        Map<String, String> words = new TreeMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                throw new IllegalArgumentException("expected --name and a value but found " + args[i]);
            }
            words.put(args[i].substring(2), args[i + 1]);
        }
        return new QuotaCase(words);
    }

    /** What {@link #parse} reads. */
    List<String> toArgs() {
        List<String> args = new ArrayList<>();
        words.forEach((name, value) -> args.addAll(List.of("--" + name, value)));
        return args;
    }

    /** The value of a name. */
    String word(String name) {
        return words.getOrDefault(name, "");
    }

    /** The same with another value. */
    QuotaCase with(String name, String value) {
        Map<String, String> changed = new TreeMap<>(words);
        changed.put(name, value);
        return new QuotaCase(changed);
    }

    /** A name for a file or a line of progress. */
    String fileName() {
        return Stream.of("client", "tier", "work", "server", "rule", "foreign", "switches", "seed")
                .map(this::word)
                .collect(Collectors.joining("-", "", word("told").equals(TOLD_A_ROW) ? "-row" : ""));
    }

    /** The limits. */
    Tier tier() {
        return Tier.of(word("tier"));
    }

    /** How many virtual seconds pass in a real one. */
    double scale() {
        double said = Double.parseDouble(word("scale"));
        return said > 0 ? said : tier().scale();
    }

    /** The jobs. */
    Workload workload() {
        return Workload.draw(word("work"), Integer.parseInt(word("n")), Long.parseLong(word("seed")));
    }

    /** The server; what happens at a certain time is placed by the bound of the server to which it does not. */
    ServerSetting serverSetting(Workload workload) {
        ServerSetting plain = ServerSetting.tierOne(ServerKind.of(word("server")), ChargeRule.of(word("rule")))
                .withLimits(tier().requestsPerMinute(), tier().tokensPerMinute())
                .with(ForeignTraffic.of(word("foreign")));
        long bound = (long) (Bound.seconds(plain, workload.jobs()) * 1e9);
        Switches switches = Switches.standard();
        for (String name : word("switches").split(",", -1)) {
            switches = turn(name, switches, bound);
        }
        return plain.with(switches);
    }

    /** When a run is given up. */
    double cutOffSeconds(Workload workload) {
        return Double.parseDouble(word("cut-off")) * Bound.seconds(serverSetting(workload), workload.jobs());
    }

    private Switches turn(String name, Switches before, long boundNanos) {
        return switch (name) {
            case NO_SWITCH -> before;
            case "forgiving" -> before.forgivingRejectedCalls();
            case "no-headers" -> before.withoutHeaders();
            case "no-retry-after" -> before.withoutRetryAfter();
            case "halved" -> before.halvedAt(boundNanos / 2);
            case "errors" -> before.withErrors(0.01, Long.parseLong(word("seed")));
            case "slow-down" -> before.slowDownAt(boundNanos / 4);
            default ->
                throw new IllegalArgumentException("there is no switch " + name + "; there are none, forgiving,"
                        + " no-headers, no-retry-after, halved, errors and slow-down");
        };
    }
}
