// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of Jazzer on a target.
 *
 * @param executions how many inputs were run
 * @param exit       of the process, 0 where every promise was kept
 */
record TargetRun(String target, long executions, int exit) {

    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: +(\\d+)");
    private static final Path WORK = Path.of("target");

    /** A parser that takes so long for the longest input hangs; in seconds. */
    private static final int TIMEOUT = 60;

    /** From here on the better code of the second compiler is worth its time; in seconds. */
    private static final int LONG = 60;

    private static final int LONGEST = 24_000;
    private static final int MEGABYTES = 1_500;

    static TargetRun of(String target, int seconds) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(WORK.resolve("corpus").resolve(target));
        Path findings = Files.createDirectories(WORK.resolve("findings"));
        for (Map.Entry<String, byte[]> seed : Seeds.of(target).entrySet()) {
            Files.write(corpus.resolve(seed.getKey()), seed.getValue());
        }
        Path log = WORK.resolve("fuzz-" + target + ".log");
        int exit = new ProcessBuilder(command(target, seconds, corpus, findings))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String said = Files.readString(log);
        Matcher executions = EXECUTIONS.matcher(said);
        TargetRun run = new TargetRun(target, executions.find() ? Long.parseLong(executions.group(1)) : 0, exit);
        System.out.printf("%-12s %,12d executions  %s%n", target, run.executions(), run.outcome(said, log));
        return run;
    }

    private static List<String> command(String target, int seconds, Path corpus, Path findings) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Xss1m",
                "-XX:TieredStopAtLevel=" + (seconds < LONG ? 1 : 4),
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Entrance.class.getName(),
                "--target_args=" + target,
                "--instrumentation_includes=io.github.camelopenai.**",
                "--instrumentation_excludes=io.github.camelopenai.fuzz.**",
                "--custom_hook_includes=io.github.camelopenai.**",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/" + target + "-",
                "-max_total_time=" + seconds,
                "-timeout=" + TIMEOUT,
                "-rss_limit_mb=" + MEGABYTES,
                "-max_len=" + LONGEST,
                "-seed=13",
                "-print_final_stats=1",
                corpus.toString());
    }

    boolean isBroken() {
        return exit != 0 || executions == 0;
    }

    private String outcome(String said, Path log) {
        if (!isBroken()) {
            return "every promise kept";
        }
        String why = said.lines()
                .filter(line -> line.startsWith("== Java Exception") || line.contains("ERROR: libFuzzer"))
                .findFirst()
                .orElse("exit " + exit);
        return why + "; see camel-openai-fuzz/" + log + ", and run the input again with fuzz --input FILE " + target;
    }
}
