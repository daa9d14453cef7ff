// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.client;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** The main loop of a client's process: obeys the benchmark's commands, one a line, until its input ends. */
public final class ClientProcess {
    /** Prepares and warms up for so long, of the clock and of the CPU: {@code warm MILLIS}; the answer is {@link #READY}, {@link #SKIPPED} or {@link #FAILED}. */
    public static final String WARM = "warm";

    /** Measures one round: {@code measure MILLIS}; the answer is a {@link Measurement} or {@link #FAILED}. */
    public static final String MEASURE = "measure";

    /** The client has warmed up. */
    public static final String READY = "ready";

    /** The client does not offer this work; the reason follows. */
    public static final String SKIPPED = "skipped";

    /** A call failed; the reason follows. */
    public static final String FAILED = "failed";

    /** Reopens what was closed while other clients had their turn, before anything is measured. */
    private static final Duration LEAD_IN = Duration.ofMillis(200);

    private static final Duration BURST = Duration.ofMillis(500);
    private static final Duration LONGEST_REST = Duration.ofMillis(500);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(40);

    /** As a multiple of the time that was asked for. */
    private static final int LONGEST_WARM_UP = 4;

    private final Callers callers;
    private final AllocationMeter allocation;
    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ClientProcess(Callers callers, AllocationMeter allocation) {
        this.callers = callers;
        this.allocation = allocation;
    }

    /**
     * Runs until the input ends.
     *
     * @param args the work, the server's base URL, the audio file
     * @param opening opens the client
     */
    public static void run(String[] args, Opening opening) throws Exception {
        PrintStream answers = System.out;
        // Whatever a library prints must not be taken for an answer.
        System.setOut(System.err);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Work work = Work.of(args[0]);
        try (Client client = opening.open(work.baseUrl(args[1]));
                Callers callers = new Callers(work, client, Path.of(args[2]));
                AllocationMeter allocation = new AllocationMeter()) {
            ClientProcess process = new ClientProcess(callers, allocation);
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                answers.println(process.answerTo(command));
                answers.flush();
            }
        }
    }

    private String answerTo(String command) {
        String[] words = command.split(" ", -1);
        Duration time = Duration.ofMillis(Long.parseLong(words[1]));
        try {
            return words[0].equals(WARM) ? warm(time) : measure(time).toLine();
        } catch (UnsupportedOperationException e) {
            return SKIPPED + " " + e.getMessage();
        } catch (Exception e) {
            return FAILED + " " + e.toString().replace('\n', ' ');
        }
    }

    /**
     * Calls in bursts, with rests until the JVM's compiler has caught up: while all callers are at work it gets little of two
     * cores. On a busy machine a client gets less of the CPU in the same time, and is warmed up for longer.
     */
    private String warm(Duration time) throws Exception {
        long cpu = process.getProcessCpuTime() + time.toNanos();
        long end = System.nanoTime() + time.toNanos();
        long patience = System.nanoTime() + time.multipliedBy(LONGEST_WARM_UP).toNanos();
        do {
            callers.callFor(BURST);
            rest();
        } while (System.nanoTime() < end || (process.getProcessCpuTime() < cpu && System.nanoTime() < patience));
        return READY;
    }

    /** Until nothing has been compiled between two looks. */
    private void rest() throws InterruptedException {
        long longest = System.nanoTime() + LONGEST_REST.toNanos();
        long before;
        do {
            before = compiler.getTotalCompilationTime();
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } while (compiler.getTotalCompilationTime() > before && System.nanoTime() < longest);
    }

    private Measurement measure(Duration time) throws Exception {
        callers.callFor(LEAD_IN);
        // Every round pays for its own garbage only.
        System.gc();
        threads.resetPeakThreadCount();
        allocation.start();
        long cpuBefore = process.getProcessCpuTime();
        long calls = callers.callFor(time);
        long cpu = process.getProcessCpuTime() - cpuBefore;
        AllocationMeter.Reading allocated = allocation.stop();
        return new Measurement(
                calls,
                cpu,
                allocated.bytes(),
                threads.getPeakThreadCount(),
                allocated.endedThreads(),
                callers.medianFirstNanos());
    }

    /** Opens a client for a server. */
    public interface Opening {
        /** Opens the client that calls the server at this base URL, which ends in {@code /v1}. */
        Client open(String baseUrl) throws Exception;
    }
}
