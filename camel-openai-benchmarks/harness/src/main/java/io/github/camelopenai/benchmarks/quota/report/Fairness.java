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
     * Only lanes that have a backlog from the start are compared, and only until nine tenths of the jobs of one of them
     * have been admitted: a lane that asks for less than its share gets what it asks for, which its waits show, and a few
     * stragglers must not hide that a lane had everything. What a job costs is its dominant share, the larger of its
     * parts of the two limits.
     */
    private Fairness() {}

    /** The index of a run, whose entries are those that were granted. */
    static double index(Workload workload, ServerSetting setting, List<Journal.Entry> granted) {
        Set<String> compared = workload.jobs().stream().map(Job::lane).collect(Collectors.toSet());
        workload.jobs().stream().filter(job -> job.notBeforeMillis() > 0).forEach(job -> compared.remove(job.lane()));
        long end = compared.stream()
                .mapToLong(lane -> nearlyServed(lane, workload, granted))
                .min()
                .orElse(0);
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

    private static long nearlyServed(String lane, Workload workload, List<Journal.Entry> granted) {
        long jobs =
                workload.jobs().stream().filter(job -> job.lane().equals(lane)).count();
        return granted.stream()
                .filter(entry -> entry.job().lane().equals(lane))
                .skip((long) Math.ceil(0.9 * jobs) - 1)
                .findFirst()
                .map(Journal.Entry::atNanos)
                .orElse(Long.MAX_VALUE);
    }
}
