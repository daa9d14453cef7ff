// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to run.
 *
 * @param cases one process each, in this order
 * @param parallel how many processes at a time
 * @param plots the directory of the drawings, unless there are to be none
 */
record QuotaPlan(List<QuotaCase> cases, int parallel, Optional<Path> plots) {
    private static final String USAGE = "usage: bench quota [--quick] [--clients ours,sdk,...] [--servers V1,V2,V3,V4]"
            + " [--rules settle,reserve,actual] [--work W1,...,W6] [--seeds 7,8,9] [--tier free,one,two]"
            + " [--foreign none,constant,square] [--switches none,halved,...] [--told limits,row] [--scale S] [--n N] [--parallel P]"
            + " [--trace DIRECTORY] [--plots DIRECTORY]";

    /** More lines than this in a drawing of traces cannot be told apart. */
    private static final int MOST_TRACES = 4;

    /** Ours lives close to the limit, where being late costs most; the others take long. */
    private static final String QUICK_SCALE = "6";

    private static final String QUICK_SCALE_OF_OTHERS = "20";
    private static final List<String> QUICK_CLIENTS =
            List.of("ours", "ours-no-headers", "sdk", "camel-throttle", "cookbook");
    private static final List<String> FULL_CLIENTS = Arrays.stream(QuotaSubject.values())
            .filter(subject -> subject != QuotaSubject.OURS_CLUSTER) // needs a store, so only on request
            .map(QuotaSubject::label)
            .toList();
    /** Options that choose among the cases, by the word of a case that they look at. */
    private static final Map<String, String> FILTERS = Map.of(
            "--servers", "server",
            "--rules", "rule",
            "--work", "work",
            "--tier", "tier",
            "--foreign", "foreign",
            "--switches", "switches",
            "--told", "told");

    /** Reads the command line. */
    static QuotaPlan of(String... args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--quick")) {
                options.put(args[i], "");
            } else if (i + 1 < args.length) {
                options.put(args[i], args[++i]);
            } else {
                throw new IllegalArgumentException(args[i] + " is unknown or needs a value; " + USAGE);
            }
        }
        check(options.keySet());
        boolean quick = options.containsKey("--quick");
        List<String> clients = list(options.get("--clients"), quick ? QUICK_CLIENTS : FULL_CLIENTS);
        clients.forEach(QuotaSubject::of);
        List<String> seeds = list(options.get("--seeds"), quick ? List.of("7") : List.of("7", "8", "9"));
        List<QuotaCase> cases = new ArrayList<>();
        for (QuotaCase each : quick ? quick() : full()) {
            if (isChosen(each, options)) {
                spread(each, clients, seeds, cases);
            }
        }
        if (quick) {
            cases.replaceAll(each ->
                    QuotaSubject.of(each.word("client")).isOurs() ? each : each.with("scale", QUICK_SCALE_OF_OTHERS));
        }
        cases.replaceAll(each -> overridden(each, options));
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("nothing is left to run; " + USAGE);
        }
        return new QuotaPlan(
                options.containsKey("--trace") ? traced(cases, options.get("--trace")) : cases,
                Integer.parseInt(options.getOrDefault("--parallel", quick ? "4" : "2")),
                Optional.ofNullable(options.get("--plots")).map(Path::of));
    }

    /** The cases in an order that leaves no process alone at the end: the client that takes twice as long begins. */
    List<QuotaCase> slowestFirst() {
        return cases.stream()
                .sorted(Comparator.comparing(each -> !each.word("client").startsWith("cookbook")))
                .toList();
    }

    /** The traces of the first case and seed, for its first clients; none when nothing is traced. */
    List<Path> tracesToDraw() {
        QuotaCase first = cases.get(0);
        return cases.stream()
                .filter(each -> !each.word("trace").isEmpty())
                .filter(each -> each.with("client", "")
                        .fileName()
                        .equals(first.with("client", "").fileName()))
                .limit(MOST_TRACES)
                .map(each -> Path.of(each.word("trace")))
                .toList();
    }

    private static void check(Set<String> names) {
        Set<String> others =
                Set.of("--quick", "--clients", "--seeds", "--scale", "--n", "--parallel", "--trace", "--plots");
        names.forEach(name -> {
            if (!others.contains(name) && !FILTERS.containsKey(name)) {
                throw new IllegalArgumentException("unknown option " + name + "; " + USAGE);
            }
        });
    }

    private static List<QuotaCase> quick() {
        List<QuotaCase> cases = new ArrayList<>();
        for (String server : List.of("V1", "V2", "V3", "V4")) {
            cases.add(QuotaCase.parse("--server", server, "--n", "3000", "--scale", QUICK_SCALE, "--cut-off", "4"));
        }
        return cases;
    }

    private static List<QuotaCase> full() {
        List<QuotaCase> cases = new ArrayList<>();
        for (String server : List.of("V1", "V2", "V3", "V4")) {
            cases.add(QuotaCase.parse("--server", server));
        }
        cases.add(QuotaCase.parse("--rule", "reserve"));
        cases.add(QuotaCase.parse("--rule", "actual"));
        cases.add(QuotaCase.parse("--foreign", "constant"));
        cases.add(QuotaCase.parse("--foreign", "square"));
        cases.add(QuotaCase.parse("--tier", "two", "--n", "20000"));
        for (String work : List.of("W2", "W3", "W4", "W5")) {
            cases.add(QuotaCase.parse("--work", work));
        }
        cases.add(QuotaCase.parse("--work", "W6", "--tier", "free"));
        for (String name : List.of("forgiving", "no-headers", "no-retry-after", "halved", "errors", "slow-down")) {
            cases.add(QuotaCase.parse("--switches", name));
        }
        cases.add(QuotaCase.parse("--told", QuotaCase.TOLD_A_ROW, "--n", "1500"));
        return cases;
    }

    private static boolean isChosen(QuotaCase each, Map<String, String> options) {
        return FILTERS.entrySet().stream()
                .filter(filter -> options.containsKey(filter.getKey()))
                .allMatch(
                        filter -> list(options.get(filter.getKey()), List.of()).contains(each.word(filter.getValue())));
    }

    private static QuotaCase overridden(QuotaCase each, Map<String, String> options) {
        QuotaCase scaled = options.containsKey("--scale") ? each.with("scale", options.get("--scale")) : each;
        return options.containsKey("--n") ? scaled.with("n", options.get("--n")) : scaled;
    }

    private static void spread(QuotaCase each, List<String> clients, List<String> seeds, List<QuotaCase> cases) {
        boolean isOfOurs = each.word("told").equals(QuotaCase.TOLD_A_ROW); // the others know no tiers
        for (String client : clients) {
            if (isOfOurs && !client.equals(QuotaSubject.OURS.label())) {
                continue;
            }
            for (String seed : seeds) {
                cases.add(each.with("client", client).with("seed", seed));
            }
        }
    }

    private static List<QuotaCase> traced(List<QuotaCase> cases, String directory) {
        return cases.stream()
                .map(each -> each.with("trace", directory + "/" + each.fileName() + ".csv"))
                .toList();
    }

    private static List<String> list(String value, List<String> otherwise) {
        return value == null ? otherwise : List.of(value.split(",", -1));
    }
}
