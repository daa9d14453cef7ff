// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead;

import io.github.camelopenai.benchmarks.overhead.server.FastServer;
import io.github.camelopenai.benchmarks.overhead.server.Streams;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens streams whose server falls silent after the first piece, and counts what our process needs to keep them. Started
 * by {@code bench stream --idle}, with a JVM that has virtual threads.
 */
public final class IdleBenchmark {
    private static final int STREAMS = 2_000;
    private static final int THREADS = 32;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private IdleBenchmark() {}

    /** Exits with 1 when more threads are needed than promised. */
    public static void main(String[] args) throws IOException {
        if (Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS) {
            System.err.println("idle streams need virtual threads, but java is of version "
                    + Runtime.version().feature() + "; set JAVA_HOME to a JDK 25");
            System.exit(2);
        }
        System.out.println("# idle: platform threads while " + STREAMS + " streams are open and silent");
        System.out.println(Machine.line());
        System.exit(run() ? 0 : 1);
    }

    private static boolean run() throws IOException {
        Path home = Path.of(System.getProperty("bench.home"));
        String harness = System.getProperty("java.class.path");
        try (ChildProcess server = ChildProcess.start(harness, FastServer.class.getName())) {
            String baseUrl = server.readLine().replace("/v1", Streams.SILENT + "/v1");
            try (ChildProcess client =
                    ChildProcess.start(Subject.CAMEL.classPath(home), Subject.CAMEL.idleClass(), baseUrl)) {
                return verdict(client.ask(Integer.toString(STREAMS)));
            }
        }
    }

    /** The answer begins with the number of threads. */
    private static boolean verdict(String answer) {
        int threads = Integer.parseInt(answer.split(" ", -1)[0]);
        boolean met = threads <= THREADS;
        System.out.println("RESULT work=idle client=camel streams=" + STREAMS + " threads=" + answer);
        System.out.println("TARGET work=idle figure=threads at_most=" + THREADS + " measured=" + threads
                + (met ? " PASS" : " FAIL"));
        return met;
    }
}
