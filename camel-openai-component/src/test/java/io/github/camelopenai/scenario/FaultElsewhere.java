// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Rows that need a JVM of their own, because the operating system is to refuse it something. */
final class FaultElsewhere {

    private static final String CELL = "cell";
    private static final String ROW = "row";
    private static final String NONE = "-";

    private FaultElsewhere() {}

    /** The disk takes no more than some 50 kB in one file, as a full one. */
    static final class Full implements FaultRow {

        private static final List<String> LIMITED = List.of("/bin/sh", "-c", "ulimit -f 100; exec \"$@\"", "sh");
        private static final List<String> SMALL =
                List.of("-Xmx128m", "-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

        private final FaultsOfTheDisk.Large inside = new FaultsOfTheDisk.Large(what(), bench -> {});

        @Override
        public String what() {
            return "the disk takes no more bytes";
        }

        @Override
        public boolean isPossible() {
            try {
                return new ProcessBuilder("/bin/sh", "-c", "ulimit -f 100")
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException noShell) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void play(FaultBench bench) throws Exception {
            inside.play(bench);
        }

        @Override
        public Optional<String> goodAnswer(FaultOperation operation) {
            return inside.goodAnswer(operation);
        }

        @Override
        public FaultOutcome outcome() throws Exception {
            return read(ChildJvm.run(LIMITED, Child.class, SMALL));
        }
    }

    /** The JVM that plays a row and prints its outcome. */
    static final class Child {
        public static void main(String[] arguments) throws Exception {
            System.out.print(written(new Full().inside.outcome()));
            System.exit(0); // the servers' threads are of no interest
        }
    }

    private static String written(FaultOutcome outcome) {
        StringBuilder text = new StringBuilder();
        outcome.cells().forEach((operation, cell) -> text.append(String.join(
                        " ",
                        CELL,
                        operation.name(),
                        written(cell.answer()),
                        written(cell.failure()),
                        Integer.toString(cell.attempts()),
                        Integer.toString(cell.read()),
                        Integer.toString(cell.signals())))
                .append('\n'));
        return text.append(String.join(
                        " ",
                        ROW,
                        written(String.join(",", outcome.waits())),
                        Integer.toString(outcome.sent()),
                        Integer.toString(outcome.permits()),
                        Integer.toString(outcome.sockets()),
                        Integer.toString(outcome.threads())))
                .append('\n')
                .toString();
    }

    private static String written(String text) {
        return text == null ? NONE : "=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static FaultOutcome read(String said) {
        Map<FaultOperation, FaultOutcome.Cell> cells = new EnumMap<>(FaultOperation.class);
        for (String line : said.lines().toList()) {
            String[] words = line.split(" ");
            if (words[0].equals(CELL)) {
                FaultOutcome.Cell cell = new FaultOutcome.Cell(
                        text(words[2]), text(words[3]), number(words, 4), number(words, 5), number(words, 6));
                cells.put(FaultOperation.valueOf(words[1]), cell);
            } else if (words[0].equals(ROW)) {
                Set<String> waits = new TreeSet<>(Arrays.asList(text(words[1]).split(",")));
                waits.remove("");
                return new FaultOutcome(
                        cells, waits, number(words, 2), number(words, 3), number(words, 4), number(words, 5));
            }
        }
        throw new IllegalStateException("the child has no outcome; it said: " + said);
    }

    private static int number(String[] words, int at) {
        return Integer.parseInt(words[at]);
    }

    private static String text(String word) {
        return word.equals(NONE) ? null : URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8);
    }
}
