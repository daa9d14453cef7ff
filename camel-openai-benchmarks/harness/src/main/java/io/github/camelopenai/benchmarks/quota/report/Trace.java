// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.server.Decision;
import io.github.camelopenai.benchmarks.quota.server.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a run over time, for a plot: one line for each virtual second in which something happened. */
public final class Trace {
    private Trace() {}

    /** Writes comma-separated values: sums so far, and what was free at the end of the second. */
    public static void write(Path file, List<Journal.Entry> entries) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("second,admitted_requests,admitted_tokens,rejected,free_requests,free_tokens");
        long admitted = 0;
        long tokens = 0;
        long rejected = 0;
        for (int i = 0; i < entries.size(); i++) {
            Journal.Entry entry = entries.get(i);
            if (entry.outcome() == Decision.Outcome.GRANTED) {
                admitted++;
                tokens += entry.tokens();
            } else {
                rejected++;
            }
            boolean lastOfItsSecond = i + 1 == entries.size() || secondOf(entries.get(i + 1)) != secondOf(entry);
            if (lastOfItsSecond) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%d,%d,%d,%d,%.1f,%.0f",
                        secondOf(entry),
                        admitted,
                        tokens,
                        rejected,
                        entry.freeRequests(),
                        entry.freeTokens()));
            }
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    private static long secondOf(Journal.Entry entry) {
        return entry.atNanos() / 1_000_000_000;
    }
}
