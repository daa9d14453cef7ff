// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.server.Bound;
import io.github.camelopenai.benchmarks.quota.server.Decision;
import io.github.camelopenai.benchmarks.quota.server.Journal;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A run over time, for a plot: one line for each virtual second in which something happened. */
public final class Trace {
    private static final String HEAD =
            "second,admitted_requests,admitted_tokens,rejected,free_requests,free_tokens,allowed_tokens";

    private Trace() {}

    /** Writes comma-separated values: sums so far, what was free at the end of the second, and the most so far of any client. */
    public static void write(Path file, ServerSetting setting, List<Journal.Entry> entries) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(HEAD);
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
                        "%d,%d,%d,%d,%.1f,%.0f,%.0f",
                        secondOf(entry),
                        admitted,
                        tokens,
                        rejected,
                        entry.freeRequests(),
                        entry.freeTokens(),
                        Bound.tokensBy(setting, secondOf(entry) + 1)));
            }
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    /** Reads what {@link #write} wrote. */
    static List<Second> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2 || !lines.get(0).equals(HEAD)) {
            throw new IOException(file + " is no trace, or one in which nothing happened");
        }
        return lines.stream().skip(1).map(Second::parse).toList();
    }

    private static long secondOf(Journal.Entry entry) {
        return entry.atNanos() / 1_000_000_000;
    }

    /**
     * One line.
     *
     * @param second virtual, from the start
     * @param admittedTokens so far
     * @param rejected calls so far
     * @param allowedTokens the most that any client could have been granted so far
     */
    record Second(long second, long admittedTokens, long rejected, double allowedTokens) {
        private static Second parse(String line) {
            String[] values = line.split(",", -1);
            return new Second(
                    Long.parseLong(values[0]),
                    Long.parseLong(values[2]),
                    Long.parseLong(values[3]),
                    Double.parseDouble(values[6]));
        }
    }
}
