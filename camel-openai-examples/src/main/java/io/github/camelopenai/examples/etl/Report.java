// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.etl;

import io.github.camelopenai.OpenAiOperation;
import io.github.camelopenai.model.QuotaLevel;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** Prints what a run has cost, as tables. */
final class Report {

    /** A tool is called by a model; it has no calls of its own. */
    private static final Set<OpenAiOperation> CALLS = EnumSet.complementOf(EnumSet.of(OpenAiOperation.tool));

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void costs(Progress progress) {
        line("%n%-24s %8s %10s %10s %8s %8s", "operation", "calls", "tokens", "waited", "retried", "failed");
        Totals sum = Totals.NONE;
        for (OpenAiOperation operation : CALLS) {
            Totals totals = progress.totals(operation);
            costs(operation.name(), totals);
            sum = sum.plus(totals);
        }
        costs("all", sum);
    }

    private void costs(String name, Totals totals) {
        // For speech and for some models of transcription the API tells none.
        String tokens = totals.tokens() == 0 ? "-" : String.format(Locale.ROOT, "%,d", totals.tokens());
        line(
                "%-24s %8d %10s %,7d ms %8d %8d",
                name, totals.calls(), tokens, totals.waitedMillis(), totals.retried(), totals.failed());
    }

    void quota(List<QuotaLevel> levels) {
        line("%n%-24s %19s %26s", "quota left now", "requests", "tokens");
        for (QuotaLevel level : levels) {
            line(
                    "%-24s %19s %26s",
                    // The key is the account, a space, and the model.
                    level.key().substring(level.key().lastIndexOf(' ') + 1),
                    share(level.requestsLeft(), level.requestsPerMinute()),
                    share(level.tokensLeft(), level.tokensPerMinute()));
        }
    }

    private static String share(OptionalLong left, OptionalLong limit) {
        return limit.isEmpty() || left.isEmpty()
                ? "no limit known"
                : String.format(Locale.ROOT, "%,d of %,d/min", left.getAsLong(), limit.getAsLong());
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
