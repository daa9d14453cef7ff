// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.etl;

import io.github.camelopenai.OpenAiComponent;
import io.github.camelopenai.examples.OpenAiAccess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.camel.main.Main;

/**
 * Reads a folder of texts, recordings and prompts, and writes summaries, the summaries read aloud, transcripts, vectors
 * and pictures. Ends by itself when every file is through.
 */
public final class EtlExample {

    private static final int FILES_FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private final EtlOptions options;
    private final OpenAiAccess access;
    private final PrintStream out;

    EtlExample(EtlOptions options, OpenAiAccess access, PrintStream out) {
        this.options = options;
        this.access = access;
        this.out = out;
    }

    /** Ends the process with 1 when a file has failed, and with 2 when the command line is wrong. */
    public static void main(String[] args) throws Exception {
        int status = run(List.of(args), System.out);
        if (status != 0) {
            System.exit(status); // not on success: Maven, in whose process this may run, has more to do
        }
    }

    static int run(List<String> args, PrintStream out) throws Exception {
        EtlOptions options;
        try {
            options = EtlOptions.parse(args);
        } catch (EtlOptions.UsageException e) {
            out.println(e.getMessage());
            out.print(EtlOptions.USAGE);
            return WRONG_USAGE;
        }
        try (OpenAiAccess access = OpenAiAccess.open(options.tier(), System::getenv)) {
            return new EtlExample(options, access, out).run();
        }
    }

    int run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Batch batch = new Batch(Inbox.count(options.inbox()));
        out.println(access.description());
        out.printf("%d files in %s%n%n", batch.size(), options.inbox());
        Files.deleteIfExists(options.outbox().resolve("vectors.jsonl")); // the route appends to it

        Progress progress = new Progress(out);
        Main camel = application(batch, progress);
        try {
            camel.start();
            batch.awaitAll();
            Report report = new Report(out);
            report.costs(progress);
            report.quota(camel.getCamelContext()
                    .getComponent("openai", OpenAiComponent.class)
                    .quotaLevels());
        } finally {
            camel.stop();
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        out.printf(
                Locale.ROOT,
                "%n%d files in, %d done, %d failed, in %.1f s; the results are in %s%n",
                batch.size(),
                batch.size() - batch.failures(),
                batch.failures(),
                taken.toMillis() / 1000.0,
                options.outbox());
        return batch.failures() == 0 ? 0 : FILES_FAILED;
    }

    private Main application(Batch batch, Progress progress) {
        Main camel = new Main();
        camel.setInitialProperties(access.componentOptions());
        camel.addInitialProperty("inbox", options.inbox().toString());
        camel.addInitialProperty("outbox", options.outbox().toString());
        camel.bind("progress", progress); // Camel finds event notifiers in the registry
        camel.configure().addRoutesBuilder(new EtlRoutes(batch, progress));
        return camel;
    }
}
