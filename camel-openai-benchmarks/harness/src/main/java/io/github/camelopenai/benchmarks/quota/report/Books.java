// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.server.Journal;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** How far a client's book of tokens was from the server's. */
public final class Books {
    private Books() {}

    /** The mean and what 99 of 100 stay below, in limits; nothing when nothing was compared. */
    public static Map<String, String> of(ServerSetting setting, List<Journal.Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            return Map.of();
        }
        double[] apart = comparisons.stream()
                .mapToDouble(both -> Math.abs(both.believed() - both.free()) / setting.tokensPerMinute())
                .sorted()
                .toArray();
        double mean = DoubleStream.of(apart).average().orElseThrow();
        return new TreeMap<>(Map.of("A", text(mean), "A_p99", text(apart[(int) Math.ceil(0.99 * apart.length) - 1])));
    }

    private static String text(double figure) {
        return String.format(Locale.ROOT, "%.4f", figure);
    }
}
