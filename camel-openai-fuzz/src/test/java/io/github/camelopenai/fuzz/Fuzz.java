// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs targets one after the other, each in a process of its own, and says how often each input was run. */
public final class Fuzz {

    private static final String WORD = "--";

    private int seconds = 15;
    private int jobs = 2;
    private Path input;
    private final List<String> targets = new ArrayList<>();

    private Fuzz() {}

    /** See the script beside the module's pom.xml. */
    public static void main(String[] arguments) throws Throwable {
        Fuzz fuzz = new Fuzz();
        if (!fuzz.read(Arrays.asList(arguments).iterator())) {
            Targets.names().forEach(System.out::println);
        } else if (fuzz.input != null) {
            Entrance.run(Targets.of(fuzz.targets.get(0)), Files.readAllBytes(fuzz.input));
            System.out.println("every promise is kept");
        } else if (!fuzz.all()) {
            System.exit(1);
        }
    }

    private boolean read(Iterator<String> arguments) {
        while (arguments.hasNext()) {
            String argument = arguments.next();
            switch (argument) {
                case "--seconds" -> seconds = Integer.parseInt(arguments.next());
                case "--jobs" -> jobs = Integer.parseInt(arguments.next());
                case "--input" -> input = Path.of(arguments.next());
                case "--list" -> {
                    return false;
                }
                default -> {
                    if (argument.startsWith(WORD)) {
                        throw new IllegalArgumentException("there is no option " + argument);
                    }
                    Targets.of(argument);
                    targets.add(argument);
                }
            }
        }
        if (targets.isEmpty()) {
            Targets.names().forEach(targets::add);
        }
        return true;
    }

    /** Whether every promise was kept. */
    private boolean all() throws Exception {
        ExecutorService runners = Executors.newFixedThreadPool(jobs);
        try {
            List<Callable<TargetRun>> runs = new ArrayList<>();
            targets.forEach(target -> runs.add(() -> TargetRun.of(target, seconds)));
            long executions = 0;
            int broken = 0;
            for (Future<TargetRun> future : runners.invokeAll(runs)) {
                TargetRun run = future.get();
                executions += run.executions();
                broken += run.isBroken() ? 1 : 0;
            }
            System.out.printf(
                    "%,d executions, %d seconds for each target%n%d passed, %d failed%n",
                    executions, seconds, targets.size() - broken, broken);
            return broken == 0;
        } finally {
            runners.shutdown();
        }
    }
}
