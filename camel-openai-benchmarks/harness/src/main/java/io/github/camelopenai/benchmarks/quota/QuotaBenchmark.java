// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota;

import io.github.camelopenai.benchmarks.overhead.ChildProcess;
import io.github.camelopenai.benchmarks.overhead.Machine;
import io.github.camelopenai.benchmarks.quota.report.QuotaPlots;
import io.github.camelopenai.benchmarks.quota.report.QuotaTarget;
import io.github.camelopenai.benchmarks.quota.report.Results;
import io.github.camelopenai.benchmarks.quota.work.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs the plan of the command line, a process for each case, and compares the clients. Started by {@code bench quota}. */
public final class QuotaBenchmark {
    private static final long START_AND_WARM_UP_SECONDS = 120;

    private final QuotaPlan plan;
    private final Path home;

    private QuotaBenchmark(QuotaPlan plan, Path home) {
        this.plan = plan;
        this.home = home;
    }

    /** Exits with 1 when a target is missed or a client failed. */
    public static void main(String[] args) throws Exception {
        QuotaPlan plan;
        try {
            plan = QuotaPlan.of(args);
        } catch (RuntimeException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        boolean good = new QuotaBenchmark(plan, Path.of(System.getProperty("bench.home"))).run();
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        System.out.println("# quota: how close to a quota a client gets, in virtual time, on this machine");
        System.out.println(Machine.line());
        System.out.printf("PLAN runs=%d parallel=%d%n", plan.cases().size(), plan.parallel());
        Results results = new Results();
        boolean good = runAll(results);
        System.out.println();
        results.table().forEach(System.out::println);
        System.out.println();
        draw(results);
        for (QuotaTarget target : QuotaTarget.all()) {
            System.out.println(target.verdict(results));
            good &= !target.isMissedBy(results);
        }
        System.out.println(
                good
                        ? "VERDICT PASS: every target that was measured is met"
                        : "VERDICT FAIL: a target is missed or a client failed, see above");
        return good;
    }

    /** A client that failed has left no trace. */
    private void draw(Results results) throws IOException {
        if (plan.plots().isPresent()) {
            List<Path> traces =
                    plan.tracesToDraw().stream().filter(Files::exists).toList();
            for (Path file : QuotaPlots.draw(results, plan.plots().get(), traces)) {
                System.out.println("PLOT " + file);
            }
        }
    }

    private boolean runAll(Results results) throws Exception {
        ExecutorService processes = Executors.newFixedThreadPool(plan.parallel());
        try {
            List<QuotaCase> cases = plan.slowestFirst();
            List<CompletableFuture<Optional<String>>> lines = new ArrayList<>();
            for (QuotaCase each : cases) {
                lines.add(CompletableFuture.supplyAsync(() -> run(each), processes));
            }
            boolean good = true;
            for (int i = 0; i < lines.size(); i++) {
                Optional<String> line = lines.get(i).get();
                System.out.println(line.orElse("FAILED " + cases.get(i).fileName() + ", see above"));
                line.ifPresent(results::add);
                good &= line.isPresent();
            }
            return good;
        } finally {
            processes.shutdownNow();
        }
    }

    /** Runs one process to its result; empty when there was none in time. */
    private Optional<String> run(QuotaCase each) {
        QuotaSubject subject = QuotaSubject.of(each.word("client"));
        QuotaCase told = subject.tell(each);
        System.err.println("  " + each.fileName());
        try (ChildProcess child = ChildProcess.start(
                subject.classPath(home), subject.mainClass(), told.toArgs().toArray(new String[0]))) {
            CompletableFuture<Void> tooLate = new CompletableFuture<Void>()
                    .orTimeout(secondsFor(told), TimeUnit.SECONDS)
                    .whenComplete((nothing, timeout) -> child.kill());
            String line = child.readLine();
            while (!line.startsWith(QuotaProcess.RESULT)) {
                line = child.readLine();
            }
            tooLate.complete(null); // which kills it too: it has said all it had to say
            return Optional.of(line);
        } catch (IOException e) {
            System.err.println("  " + each.fileName() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static long secondsFor(QuotaCase told) {
        Workload workload = told.workload();
        return START_AND_WARM_UP_SECONDS + (long) (told.cutOffSeconds(workload) / told.scale());
    }
}
