// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.report;

import io.github.camelopenai.benchmarks.quota.server.Bound;
import io.github.camelopenai.benchmarks.quota.server.Decision;
import io.github.camelopenai.benchmarks.quota.server.Journal;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import io.github.camelopenai.benchmarks.quota.work.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Takes the figures of a run from what its server has written down. */
public final class Figures {
    private final Workload workload;
    private final ServerSetting setting;
    private final List<Journal.Entry> entries;
    private final List<Journal.Entry> granted;
    private final Map<String, String> figures = new LinkedHashMap<>();

    private Figures(Workload workload, ServerSetting setting, List<Journal.Entry> entries) {
        this.workload = workload;
        this.setting = setting;
        this.entries = entries;
        granted = entries.stream()
                .filter(entry -> entry.outcome() == Decision.Outcome.GRANTED)
                .toList();
    }

    /**
     * The figures by their names.
     *
     * @param course how the run went
     * @param cost what the client used
     */
    public static Map<String, String> of(
            Workload workload, ServerSetting setting, List<Journal.Entry> entries, Course course, Cost cost) {
        Figures figures = new Figures(workload, setting, entries);
        figures.take(course, cost);
        return figures.figures;
    }

    private void take(Course course, Cost cost) {
        int jobs = workload.jobs().size();
        double bound = Bound.seconds(setting, workload.jobs());
        double efficiency = bound / course.seconds();
        long refused = entries.stream()
                .filter(entry ->
                        entry.outcome() != Decision.Outcome.GRANTED && entry.outcome() != Decision.Outcome.SERVER_ERROR)
                .count();
        double rejected = 100.0 * refused / jobs;
        double lost = (double) course.lostInFirstRound() / jobs;
        put("E", efficiency, 3);
        put("R429", rejected, 2);
        put("L1", lost, 4);
        put("X", course.rounds(), 0);
        put("lost", course.unanswered(), 0);
        put("U60", Offered.mostInAMinute(setting, entries), 2);
        waits("", entries);
        lanes();
        put("J", Fairness.index(workload, setting, granted), 3);
        put("cpu_us", cost.cpuNanos() / 1e3 / jobs, 0);
        put("threads", cost.threads(), 0);
        put("makespan_s", course.seconds(), 1);
        put("bound_s", bound, 1);
        put("Q", efficiency * Math.max(0, 1 - rejected / 100) * (1 - lost), 3);
    }

    private void lanes() {
        TreeSet<String> lanes = new TreeSet<>(workload.weights().keySet());
        if (lanes.size() == 1) {
            return;
        }
        for (String lane : lanes) {
            List<Journal.Entry> own = new ArrayList<>(entries);
            own.removeIf(entry -> !entry.job().lane().equals(lane));
            waits("_" + lane, own);
        }
    }

    private void waits(String suffix, List<Journal.Entry> of) {
        Waits waits = Waits.of(of);
        put("wait_p50" + suffix, waits.quantile(0.5), 2);
        put("wait_p99" + suffix, waits.quantile(0.99), 2);
        put("wait_max" + suffix, waits.quantile(1), 2);
    }

    private void put(String name, double value, int decimals) {
        figures.put(name, String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    /**
     * What a client used.
     *
     * @param cpuNanos the CPU time of its process without that of the server
     * @param threads the most threads alive at once beyond those before it was opened
     */
    public record Cost(long cpuNanos, int threads) {}
}
