// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead;

import io.github.camelopenai.benchmarks.overhead.client.ClientProcess;
import io.github.camelopenai.benchmarks.overhead.client.Measurement;
import io.github.camelopenai.benchmarks.overhead.client.Work;
import io.github.camelopenai.benchmarks.overhead.report.Results;
import io.github.camelopenai.benchmarks.overhead.report.Target;
import io.github.camelopenai.benchmarks.overhead.server.FastServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the plan of the command line and prints what every client cost. Started by {@code bench overhead}. */
public final class OverheadBenchmark {
    /*
     * 1. Each work has a server of its own and one process per client. All clients warm up first, one after the other.
     * 2. Then they take turns, A B C D A B C D, so that a slow minute of the machine hits all of them. A client whose
     *    turn it is not waits for a line of input and costs nothing.
     * 3. A ratio is taken between turns of the same round; what is printed is the median over the rounds.
     */
    private final Plan plan;
    private final Path home;
    private final Path audio;

    private OverheadBenchmark(Plan plan, Path home, Path audio) {
        this.plan = plan;
        this.home = home;
        this.audio = audio;
    }

    /** Exits with 1 when a target is missed or a client fails. */
    public static void main(String[] args) throws IOException {
        Plan plan;
        try {
            plan = Plan.of(args);
        } catch (RuntimeException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Path home = Path.of(System.getProperty("bench.home"));
        boolean good = new OverheadBenchmark(plan, home, audioFile()).run();
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws IOException {
        System.out.println("# overhead: CPU and allocation per call, against a prepared server on this machine");
        System.out.println(Machine.line());
        System.out.printf(
                "PLAN warm_up_ms=%d rounds=%d round_ms=%d%n",
                plan.warmUp().toMillis(), plan.rounds(), plan.round().toMillis());
        boolean good = true;
        List<String> verdicts = new ArrayList<>();
        for (Work work : plan.works()) {
            Results results = new Results();
            good &= measure(work, results);
            results.lines(work.label(), "floor").forEach(System.out::println);
            for (Target target : Target.of(work)) {
                verdicts.add(target.verdict(results));
                good &= !target.isMissedBy(results);
            }
        }
        verdicts.forEach(System.out::println);
        System.out.println(
                good
                        ? "VERDICT PASS: every target that was measured is met"
                        : "VERDICT FAIL: a target is missed or a client failed, see above");
        return good;
    }

    private boolean measure(Work work, Results results) throws IOException {
        String harness = System.getProperty("java.class.path");
        Map<Subject, ChildProcess> clients = new LinkedHashMap<>();
        try (ChildProcess server = ChildProcess.start(harness, FastServer.class.getName())) {
            String baseUrl = server.readLine();
            boolean allWarm = true;
            for (Subject subject : plan.subjects()) {
                ChildProcess client = ChildProcess.start(
                        subject.classPath(home), subject.mainClass(), work.label(), baseUrl, audio.toString());
                clients.put(subject, client);
                allWarm &= warmUp(work, subject, clients);
            }
            return takeTurns(work, clients, results) && allWarm;
        } finally {
            clients.values().forEach(ChildProcess::close);
        }
    }

    /** Leaves out a client that does not offer the work; false when it ought to and failed. */
    private boolean warmUp(Work work, Subject subject, Map<Subject, ChildProcess> clients) throws IOException {
        say(work, subject, "warms up");
        ChildProcess client = clients.get(subject);
        String answer =
                askOf(client, ClientProcess.WARM + " " + plan.warmUp(work).toMillis());
        if (answer.equals(ClientProcess.READY)) {
            return true;
        }
        System.out.println("RESULT work=" + work.label() + " client=" + subject.label() + " " + answer);
        clients.remove(subject).close();
        return answer.startsWith(ClientProcess.SKIPPED);
    }

    private boolean takeTurns(Work work, Map<Subject, ChildProcess> clients, Results results) {
        String command = ClientProcess.MEASURE + " " + plan.round().toMillis();
        for (int round = 1; round <= plan.rounds(work); round++) {
            for (Map.Entry<Subject, ChildProcess> client : clients.entrySet()) {
                String answer = askOf(client.getValue(), command);
                if (answer.startsWith(ClientProcess.FAILED)) {
                    System.out.println("RESULT work=" + work.label() + " client="
                            + client.getKey().label() + " " + answer);
                    return false;
                }
                results.add(client.getKey().label(), Measurement.parse(answer));
                say(work, client.getKey(), "round " + round + ": " + answer);
            }
        }
        return true;
    }

    private static String askOf(ChildProcess client, String command) {
        try {
            return client.ask(command);
        } catch (IOException e) {
            return ClientProcess.FAILED + " " + e.getMessage();
        }
    }

    /** Progress is not part of the result. */
    private static void say(Work work, Subject subject, String what) {
        System.err.println("  " + work.label() + " " + subject.label() + " " + what);
    }

    private static Path audioFile() throws IOException {
        Path audio = Files.createTempFile("overhead", ".mp3");
        audio.toFile().deleteOnExit();
        try (RandomAccessFile file = new RandomAccessFile(audio.toFile(), "rw")) {
            file.write("ID3".getBytes(StandardCharsets.US_ASCII));
            file.setLength(Work.AUDIO_BYTES);
        }
        return audio;
    }
}
