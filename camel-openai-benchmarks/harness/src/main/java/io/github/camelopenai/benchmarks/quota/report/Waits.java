// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.server.Decision;
import io.github.camelopenai.benchmarks.quota.server.Journal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long jobs waited, in virtual seconds from their arrival to the admission of the call that was answered. */
final class Waits {
    private final List<Double> sorted;

    private Waits(List<Double> sorted) {
        this.sorted = sorted;
    }

    /** The waits of the jobs in these entries; a job that was admitted twice counts with the last time. */
    static Waits of(List<Journal.Entry> entries) {
        Map<Integer, Double> waits = new HashMap<>();
        for (Journal.Entry entry : entries) {
            if (entry.outcome() == Decision.Outcome.GRANTED) {
                waits.put(entry.job().id(), entry.atNanos() / 1e9 - entry.job().notBeforeMillis() / 1e3);
            }
        }
        List<Double> sorted = new ArrayList<>(waits.values());
        Collections.sort(sorted);
        return new Waits(sorted);
    }

    /** The smallest wait that this share of the jobs did not exceed; 0 when there are none. */
    double quantile(double share) {
        if (sorted.isEmpty()) {
            return 0;
        }
        int place = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, place));
    }
}
