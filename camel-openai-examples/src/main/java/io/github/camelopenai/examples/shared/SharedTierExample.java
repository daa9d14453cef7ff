// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.shared;

import io.github.camelopenai.examples.OpenAiAccess;
import io.github.camelopenai.quota.Bucket4jQuotaStore;
import io.github.camelopenai.quota.InMemoryQuotaStore;
import io.github.camelopenai.quota.QuotaStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

/**
 * Two processes that share one tier over Redis: each takes its quota in leases, so that together they stay within the
 * limits of the account. Without Redis two contexts in this process do the same in memory.
 */
public final class SharedTierExample {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final List<String> NAMES = List.of("one", "two");

    private final SharedTierOptions options;
    private final OpenAiAccess access;
    private final PrintStream out;

    SharedTierExample(SharedTierOptions options, OpenAiAccess access, PrintStream out) {
        this.options = options;
        this.access = access;
        this.out = out;
    }

    /** Ends the process with 1 when a process has failed, and with 2 when the command line is wrong. */
    public static void main(String[] args) throws Exception {
        int status = run(List.of(args), System.out);
        if (status != 0) {
            System.exit(status); // not on success: Maven, in whose process this may run, has more to do
        }
    }

    static int run(List<String> args, PrintStream out) throws Exception {
        SharedTierOptions options;
        try {
            options = SharedTierOptions.parse(args);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.print(SharedTierOptions.USAGE);
            return WRONG_USAGE;
        }
        try (OpenAiAccess access = OpenAiAccess.open(options.tier(), System::getenv)) {
            return new SharedTierExample(options, access, out).run();
        }
    }

    int run() throws Exception {
        if (options.process().isPresent()) {
            takePart(options.process().get());
            return 0;
        }
        out.println(access.description());
        long start = System.nanoTime();
        int status = options.redis().isPresent() ? inTwoProcesses() : inTwoContexts();
        double seconds = (System.nanoTime() - start) / 1e9;
        int calls = NAMES.size() * options.calls();
        out.printf(Locale.ROOT, "together: %d calls in %.1f s, %.0f a minute%n", calls, seconds, calls * 60 / seconds);
        return status;
    }

    private void takePart(String name) {
        try (QuotaStore store = Bucket4jQuotaStore.redis(options.redis().orElseThrow(), "camel-openai-example")) {
            new Member(name, access.componentOptions(), store).run(options.calls(), out);
        }
    }

    private int inTwoContexts() {
        out.println("--redis is not given: two contexts in one process share the quota in memory");
        try (InMemoryQuotaStore store = new InMemoryQuotaStore()) {
            List<CompletableFuture<Void>> members = NAMES.stream()
                    .map(name -> CompletableFuture.runAsync(
                            () -> new Member(name, access.componentOptions(), store.join()).run(options.calls(), out),
                            task -> new Thread(task, name).start()))
                    .toList();
            members.forEach(CompletableFuture::join);
        }
        return 0;
    }

    private int inTwoProcesses() throws IOException, InterruptedException {
        out.println("Two processes share the quota in Redis");
        List<Process> processes = new ArrayList<>();
        for (String name : NAMES) {
            processes.add(start(name));
        }
        int status = 0;
        for (Process process : processes) {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().filter(line -> line.contains(" calls, ")).forEach(out::println);
            }
            status = process.waitFor() == 0 ? status : FAILED;
        }
        return status;
    }

    /** The other process finds key and address in its environment, where no command line shows them. */
    private Process start(String name) throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                SharedTierExample.class.getName(),
                "--process",
                name,
                "--redis",
                options.redis().orElseThrow(),
                "--calls",
                String.valueOf(options.calls()),
                "--tier",
                options.tier());
        java.environment().put("CLASSPATH", ClassPath.ofThisProcess());
        Properties component = access.componentOptions();
        if (component.containsKey("camel.component.openai.base-url")) {
            java.environment().put("OPENAI_BASE_URL", component.getProperty("camel.component.openai.base-url"));
            java.environment().put("OPENAI_API_KEY", component.getProperty("camel.component.openai.api-key"));
        }
        return java.redirectErrorStream(true).start();
    }
}
