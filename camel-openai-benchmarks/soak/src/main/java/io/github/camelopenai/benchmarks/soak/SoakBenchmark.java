// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.soak;

import io.github.camelopenai.benchmarks.overhead.ChildProcess;
import io.github.camelopenai.benchmarks.overhead.Machine;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** All operations against a server that fails two requests of a hundred; started by {@code bench soak}. */
public final class SoakBenchmark {
    private static final String FAULTS = "0.02";
    private static final long WARM_UP = 5_000;
    private static final long QUICK = 200_000;
    private static final long QUICK_MINUTES = 8;
    private static final long MINUTES = 60;

    /** So that there is a line now and then. */
    private static final long STEP_SECONDS = 60;

    private boolean met = true;

    private SoakBenchmark() {}

    /** Exits with 1 when a target is missed, and with 2 for a wrong option. */
    public static void main(String[] arguments) throws IOException {
        long minutes = MINUTES;
        long most = Long.MAX_VALUE;
        long seed = 1;
        String works = Arrays.stream(SoakWork.values()).map(SoakWork::name).collect(Collectors.joining(","));
        for (int i = 0; i < arguments.length; i++) {
            boolean last = i == arguments.length - 1;
            switch (arguments[i]) {
                case "--quick" -> most = QUICK;
                case "--minutes" -> minutes = last ? usage() : Long.parseLong(arguments[++i]);
                case "--exchanges" -> most = last ? usage() : Long.parseLong(arguments[++i]);
                case "--work" -> works = last ? String.valueOf(usage()) : arguments[++i];
                case "--seed" -> seed = last ? usage() : Long.parseLong(arguments[++i]);
                default -> usage();
            }
        }
        System.out.println("# soak: all operations, " + FAULTS + " of the requests fail, seed " + seed);
        System.out.println(Machine.line());
        System.exit(new SoakBenchmark().run(minutes, most, seed, works) ? 0 : 1);
    }

    private static long usage() {
        System.err.println(
                "bench soak [--quick] [--minutes N] [--exchanges N] [--seed N] [--work chat,stream,stream_closed_early,tools,embed,transcribe,speech,image]");
        System.exit(2);
        return 0;
    }

    private boolean run(long minutes, long most, long seed, String works) throws IOException {
        String classPath = System.getProperty("java.class.path");
        try (ChildProcess server =
                ChildProcess.start(classPath, SoakServer.class.getName(), FAULTS, Long.toString(seed))) {
            String[] address = server.readLine().split(" ", -1);
            try (ChildProcess client = ChildProcess.start(
                    classPath, SoakClient.class.getName(), address[0], address[1], Long.toString(seed), works)) {
                measure(server, client, minutes, most);
            }
        }
        return met;
    }

    private void measure(ChildProcess server, ChildProcess client, long minutes, long most) throws IOException {
        Map<String, Long> before = numbers(line("BEFORE", client.readLine()));
        client.ask("send " + WARM_UP + " " + Long.MAX_VALUE);
        Map<String, Long> start = numbers(line("START", client.ask("look")));
        long begin = System.nanoTime();
        Map<String, Long> sent = send(client, minutes, most);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Long> end = numbers(line("END", client.ask("look")));
        for (String kind : client.ask("kinds").split(" \\| ", -1)) {
            System.out.println("EXCEPTION " + kind);
        }
        long requests = Long.parseLong(server.ask("requests"));
        Map<String, Long> stopped = numbers(line("STOPPED", client.ask("stop")));
        System.out.printf(
                "RESULT exchanges=%d seconds=%.0f a_second=%.0f requests=%d%n",
                sent.get("in"), seconds, (sent.get("in") - WARM_UP) / seconds, requests);
        none("lost", sent.get("lost"));
        none("duplicates", sent.get("duplicates"));
        none("sent_more_often_than_counted", Math.max(0, requests - sent.get("attempts")));
        none("in_flight", end.get("in_flight"));
        none("queued", end.get("queued"));
        none("exchanges_in_flight", end.get("exchanges"));
        none("files", end.get("files"));
        atMost("heap_to_start_percent", end.get("heap_kib") * 100 / start.get("heap_kib"), 110);
        none("our_threads_after_stop", stopped.get("our_threads"));
        none("sockets_after_stop", Math.max(0, stopped.get("sockets") - before.get("sockets")));
        none("files_after_stop", stopped.get("files"));
        if (most == QUICK) {
            atMost("seconds", Math.round(seconds), TimeUnit.MINUTES.toSeconds(QUICK_MINUTES));
        }
    }

    private static Map<String, Long> send(ChildProcess client, long minutes, long most) throws IOException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        Map<String, Long> sent = Map.of("in", WARM_UP);
        while (sent.get("in") < most && System.nanoTime() - end < 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            long step = Math.min(left, TimeUnit.SECONDS.toMillis(STEP_SECONDS));
            sent = numbers(line("SENT", client.ask("send " + (most - sent.get("in")) + " " + step)));
        }
        return sent;
    }

    private static String line(String name, String figures) {
        System.out.println(name + " " + figures);
        return figures;
    }

    private static Map<String, Long> numbers(String line) {
        Map<String, Long> numbers = new HashMap<>();
        for (String pair : line.split(" ", -1)) {
            int equals = pair.indexOf('=');
            numbers.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
        }
        return numbers;
    }

    private void none(String figure, long measured) {
        atMost(figure, measured, 0);
    }

    private void atMost(String figure, long measured, long most) {
        boolean good = measured <= most;
        met &= good;
        System.out.println("TARGET work=soak figure=" + figure + " at_most=" + most + " measured=" + measured
                + (good ? " PASS" : " FAIL"));
    }
}
