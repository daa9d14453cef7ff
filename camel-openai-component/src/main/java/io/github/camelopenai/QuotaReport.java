// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.quota.QuotaSnapshot;
import io.github.camelopenai.model.QuotaLevel;
import java.util.List;
import java.util.Locale;

/** Quotas for people: as values, and as text. */
final class QuotaReport {

    private QuotaReport() {}

    static QuotaLevel level(QuotaSnapshot quota) {
        return new QuotaLevel(
                quota.key(),
                quota.limits().requestsPerMinute(),
                quota.limits().tokensPerMinute(),
                quota.requestsLeft(),
                quota.tokensLeft(),
                quota.inFlight(),
                quota.queued(),
                quota.dimensions().stream().map(QuotaReport::dimension).toList(),
                quota.chargeRule().name().toLowerCase(Locale.ROOT),
                quota.usedPart(),
                quota.lanes().stream()
                        .map(lane -> new QuotaLevel.Lane(lane.name(), lane.weight(), lane.queued(), lane.inFlight()))
                        .toList(),
                quota.expectedWait(),
                quota.waitKnown(),
                quota.storeFailing());
    }

    private static QuotaLevel.Dimension dimension(QuotaSnapshot.DimensionLevel one) {
        return new QuotaLevel.Dimension(
                one.name(),
                one.perMinute(),
                one.level(),
                one.model(),
                one.window(),
                one.drift(),
                one.margin(),
                one.foreignPerMinute());
    }

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
                    "  %-15s %,12d of %,12d a minute left, server %s of %d s, drift %,d, margin %,d, others %,d a minute",
                    one.name(),
                    one.left(),
                    one.perMinute(),
                    one.serverModel(),
                    one.window().toSeconds(),
                    one.drift(),
                    one.margin(),
                    one.foreignPerMinute());
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

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
