// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.work;

import io.github.camelopenai.benchmarks.quota.work.Draw.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The jobs of a run, in the order in which they are handed over; each stands at the place that is its id.
 *
 * @param label the name on the command line and in the report
 * @param jobs the jobs
 * @param weights the share that each lane is entitled to
 */
public record Workload(String label, List<Job> jobs, Map<String, Double> weights) {
    /** The lane of the jobs that arrive one by one and wait for nobody. */
    public static final String INTERACTIVE = "interactive";

    private static final String DEFAULT = "default";
    private static final String BACKLOG = "backlog";
    private static final String MIXED = "mixed";
    private static final int INTERACTIVE_SECONDS = 360;

    /**
     * Draws a workload.
     *
     * @param label W1 to W6
     * @param count how many jobs; 0 for as many as the definition says, and always so for W3 and W4
     * @param seed the same seed draws the same jobs
     */
    public static Workload draw(String label, int count, long seed) {
        Draw draw = new Draw(seed);
        return switch (label) {
            case "W1" -> alone(label, mixed(draw, count == 0 ? 3_000 : count));
            case "W2" -> alone(label, small(draw, count == 0 ? 4_000 : count));
            case "W3" -> alone(label, smallThenLarge(draw));
            case "W4" -> lanes(label, draw);
            case "W5" -> alone(label, longOutputs(draw, count == 0 ? 200 : count));
            case "W6" -> alone(label, mixed(draw, count == 0 ? 12 : count));
            default -> throw new IllegalArgumentException("there is no work " + label + "; there are W1 to W6");
        };
    }

    /** The weights as a client is told them. */
    public String lanes() {
        return weights.entrySet().stream()
                .map(lane -> lane.getKey() + ":" + String.format(Locale.ROOT, "%.1f", lane.getValue()))
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static Workload alone(String label, List<Job> jobs) {
        return new Workload(label, jobs, Map.of(DEFAULT, 1.0));
    }

    private static List<Job> mixed(Draw draw, int count) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            add(jobs, DEFAULT, draw.mixed(), draw, 0);
        }
        return jobs;
    }

    private static List<Job> small(Draw draw, int count) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            add(jobs, DEFAULT, new Size(60, 20, 20), draw, 0);
        }
        return jobs;
    }

    /** Requests bind first, tokens later: an order that is kept takes the sum of the two. */
    private static List<Job> smallThenLarge(Draw draw) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 5_400; i++) {
            add(jobs, DEFAULT, i < 5_000 ? new Size(30, 20, 20) : new Size(4_500, 500, 500), draw, 0);
        }
        return jobs;
    }

    private static Workload lanes(String label, Draw draw) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            add(jobs, BACKLOG, draw.mixed(), draw, 0);
        }
        for (int i = 0; i < 160; i++) {
            add(jobs, MIXED, draw.halfLarge(), draw, 0);
        }
        for (int second = 0; second < INTERACTIVE_SECONDS; second++) {
            add(jobs, INTERACTIVE, draw.size(200, 100, 300), draw, second * 1_000L);
        }
        return new Workload(label, jobs, Map.of(BACKLOG, 0.4, MIXED, 0.4, INTERACTIVE, 0.2));
    }

    private static List<Job> longOutputs(Draw draw, int count) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Size prompt = draw.size(200, 1, 16_000);
            long output = Math.min(16_000, Math.round(draw.logNormal(2_000, 0.8)));
            long latency = Math.round(draw.logNormal(60_000, 0.2));
            jobs.add(new Job(i, DEFAULT, prompt.prompt(), output, prompt.max(), latency, 0));
        }
        return jobs;
    }

    private static void add(List<Job> jobs, String lane, Size size, Draw draw, long notBeforeMillis) {
        jobs.add(new Job(
                jobs.size(),
                lane,
                size.prompt(),
                size.output(),
                size.max(),
                draw.latencyMillis(size.output()),
                notBeforeMillis));
    }
}
