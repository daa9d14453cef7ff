// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.model.QuotaLevel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Quotas as readable text. */
final class QuotaReport {

    private QuotaReport() {}

    /** A paragraph for each account and model: a head line, then a line for each limit and each lane. */
    static String text(List<QuotaLevel> levels) {
        StringBuilder text = new StringBuilder();
        levels.forEach(level -> append(text, level));
        return text.toString();
    }

    private static void append(StringBuilder text, QuotaLevel level) {
        line(
                text,
                "%s: %d in flight, %d queued, expected wait %d ms%s, charge rule %s, used part %.2f%s",
                level.key(),
                level.inFlight(),
                level.queued(),
                level.expectedWait().toMillis(),
                level.expectedWaitKnown() ? "" : " (a guess)",
                level.chargeRule(),
                level.usedPart(),
                level.storeFailing() ? ", quota store does not answer" : "");
        for (QuotaLevel.Dimension one : level.dimensions()) {
            line(
                    text,
                    "  %-15s %,12d of %,12d %s left, others use %,d a minute",
                    one.name(),
                    one.left(),
                    one.limit(),
                    in(one.window()),
                    one.usedByOthersPerMinute());
        }
        for (QuotaLevel.Lane lane : level.lanes()) {
            line(
                    text,
                    "  lane %-10s weight %.1f, %d in flight, %d queued",
                    lane.name(),
                    lane.weight(),
                    lane.inFlight(),
                    lane.queued());
        }
    }

    private static String in(Duration window) {
        if (window.equals(Duration.ofMinutes(1))) {
            return "a minute";
        }
        return window.equals(Duration.ofDays(1)) ? "a day" : "in " + window.toSeconds() + " s";
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
