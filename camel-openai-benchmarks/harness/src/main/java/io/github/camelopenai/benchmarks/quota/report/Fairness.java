// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.server.Journal;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import io.github.camelopenai.benchmarks.quota.work.Job;
import io.github.camelopenai.benchmarks.quota.work.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Jain's index over lanes: 1 when each was served by its weight, 1 over their number when one got everything. */
final class Fairness {
    /*
     * Only lanes that have a backlog from the start are compared, and only until the first of them has been served: a
     * lane that asks for less than its share gets what it asks for, which its waits show. What a job costs is its
     * dominant share, the larger of its parts of the two limits.
     */
    private Fairness() {}

    /** The index of a run, whose entries are those that were granted. */
    static double index(Workload workload, ServerSetting setting, List<Journal.Entry> granted) {
        Set<String> compared = workload.jobs().stream().map(Job::lane).collect(Collectors.toSet());
        workload.jobs().stream().filter(job -> job.notBeforeMillis() > 0).forEach(job -> compared.remove(job.lane()));
        long end = end(granted, compared);
        Map<String, Double> served = new HashMap<>();
        for (Journal.Entry entry : granted) {
            String lane = entry.job().lane();
            if (entry.atNanos() <= end && compared.contains(lane)) {
                double share = Math.max(
                        1.0 / setting.requestsPerMinute(), (double) entry.tokens() / setting.tokensPerMinute());
                served.merge(lane, share / workload.weights().get(lane), Double::sum);
            }
        }
        double sum = served.values().stream().mapToDouble(x -> x).sum();
        double squares = served.values().stream().mapToDouble(x -> x * x).sum();
        return squares == 0 ? 0 : sum * sum / compared.size() / squares;
    }

    private static long end(List<Journal.Entry> granted, Set<String> lanes) {
        Map<String, Long> last = new HashMap<>();
        granted.forEach(entry -> last.put(entry.job().lane(), entry.atNanos()));
        return lanes.stream()
                .mapToLong(lane -> last.getOrDefault(lane, 0L))
                .min()
                .orElse(0);
    }
}
