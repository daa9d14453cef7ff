// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota;

import com.sun.management.OperatingSystemMXBean;
import io.github.camelopenai.benchmarks.quota.client.QuotaClient;
import io.github.camelopenai.benchmarks.quota.client.Setting;
import io.github.camelopenai.benchmarks.quota.report.Books;
import io.github.camelopenai.benchmarks.quota.report.Course;
import io.github.camelopenai.benchmarks.quota.report.Figures;
import io.github.camelopenai.benchmarks.quota.report.Trace;
import io.github.camelopenai.benchmarks.quota.server.ChargeRule;
import io.github.camelopenai.benchmarks.quota.server.Journal;
import io.github.camelopenai.benchmarks.quota.server.QuotaServer;
import io.github.camelopenai.benchmarks.quota.server.ServerKind;
import io.github.camelopenai.benchmarks.quota.server.ServerSetting;
import io.github.camelopenai.benchmarks.quota.server.VirtualClock;
import io.github.camelopenai.benchmarks.quota.work.Workload;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The main loop of a client's process: one client, one server, one workload, one seed. */
public final class QuotaProcess {
    /** What the line with the figures starts with. */
    public static final String RESULT = "RESULT";

    private static final int WARM_UP_JOBS = 500;
    private static final double WARM_UP_REAL_SECONDS = 20;

    /** What stands before the figures, in this order. */
    private static final List<String> NAMES =
            List.of("server", "rule", "work", "client", "seed", "tier", "foreign", "switches", "told", "n");

    private final QuotaCase what;
    private final QuotaClient.Opening opening;

    private QuotaProcess(QuotaCase what, QuotaClient.Opening opening) {
        this.what = what;
        this.opening = opening;
    }

    /**
     * Runs and prints one line that starts with {@link #RESULT}. The benchmark ends the process when it has read it.
     *
     * @param args as the benchmark passes them: {@code --client NAME --server V1 --rule settle --work W1 --seed 7} and so on
     * @param opening opens the client
     */
    public static void run(String[] args, QuotaClient.Opening opening) throws Exception {
        PrintStream results = System.out;
        // Whatever a library prints must not be taken for a result.
        System.setOut(System.err);
        QuotaProcess process = new QuotaProcess(QuotaCase.parse(args), opening);
        process.warmUp();
        process.measure(results);
    }

    /** Loads and compiles what the client runs on, which would otherwise cost it many virtual seconds. */
    private void warmUp() throws Exception {
        Workload small = Workload.draw("W2", WARM_UP_JOBS, 1);
        ServerSetting unlimited =
                ServerSetting.tierOne(ServerKind.BUCKET, ChargeRule.SETTLE).withLimits(10_000, 100_000_000);
        VirtualClock clock = new VirtualClock(what.scale());
        try (QuotaServer server = QuotaServer.start(unlimited, small.jobs(), clock, waitsDividedBy());
                Run run = new Run(clock, WARM_UP_REAL_SECONDS * what.scale());
                QuotaClient client = opening.open(setting(server, unlimited, small))) {
            clock.start();
            run.send(small.jobs(), client);
        }
        System.gc();
    }

    private void measure(PrintStream results) throws Exception {
        Workload workload = what.workload();
        ServerSetting setting = what.serverSetting(workload);
        double cutOff = what.cutOffSeconds(workload);
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        VirtualClock clock = new VirtualClock(what.scale());
        try (QuotaServer server = QuotaServer.start(setting, workload.jobs(), clock, waitsDividedBy());
                Run run = new Run(clock, cutOff)) {
            int threadsBefore = threads.getThreadCount();
            threads.resetPeakThreadCount();
            long cpuBefore = process.getProcessCpuTime() - server.cpuNanos();
            try (QuotaClient client = opening.open(setting(server, setting, workload))) {
                server.compareWith(client::tokensLeft);
                clock.start();
                Course course = run.send(workload.jobs(), client);
                long cpu = process.getProcessCpuTime() - server.cpuNanos() - cpuBefore;
                Figures.Cost cost = new Figures.Cost(cpu, threads.getPeakThreadCount() - threadsBefore);
                // Before the client is closed, which might hang.
                results.println(line(workload, setting, server.journal(), course, cost));
                results.flush();
            }
        }
    }

    private String line(Workload workload, ServerSetting setting, Journal journal, Course course, Figures.Cost cost)
            throws Exception {
        if (!what.word("trace").isEmpty()) {
            Trace.write(Path.of(what.word("trace")), setting, journal.entries());
        }
        String names = NAMES.stream()
                .map(name -> " " + name + "="
                        + (name.equals("n") ? String.valueOf(workload.jobs().size()) : what.word(name)))
                .collect(Collectors.joining());
        return RESULT
                + names
                + " scale=" + what.scale()
                + words(Figures.of(workload, setting, journal.entries(), course, cost))
                + words(Books.of(setting, journal.comparisons()));
    }

    private static String words(Map<String, String> figures) {
        return figures.entrySet().stream()
                .map(figure -> " " + figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining());
    }

    private Setting setting(QuotaServer server, ServerSetting limits, Workload workload) throws Exception {
        Map<String, String> options = new TreeMap<>(what.words());
        options.put("lanes", workload.lanes());
        return new Setting(
                server.baseUrl(),
                "sk-bench",
                what.scale(),
                limits.requestsPerMinute(),
                limits.tokensPerMinute(),
                limits.switches().headers(),
                options);
    }

    private double waitsDividedBy() {
        return what.word("waits").equals("virtual") ? 1 : what.scale();
    }
}
