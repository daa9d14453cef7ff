// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The process with the component. It answers each line of its input with one line, and ends when its input does. */
public final class SoakClient {
    private SoakClient() {}

    /** Arguments: base URL, key, seed, and the works, separated by commas. */
    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        useOwnDirectory();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<SoakWork> works = Arrays.stream(arguments[3].split(",", -1))
                .map(name -> SoakWork.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        answers.println(idle().line());
        try (SoakRun run = new SoakRun(arguments[0], arguments[1], works, Long.parseLong(arguments[2]))) {
            String command = commands.readLine();
            while (command != null) {
                answers.println(answer(run, command.split(" ", -1)));
                command = commands.readLine();
            }
        }
    }

    /** What a JVM holds that has used a socket once: it keeps one of its own from then on. */
    private static Resources idle() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket one = new Socket(server.getInetAddress(), server.getLocalPort())) {
            one.shutdownOutput();
        }
        return Resources.now();
    }

    /** Temporary files go where nobody else has any; must be called before the JVM makes its first. */
    private static void useOwnDirectory() throws IOException {
        Path directory = Path.of(
                System.getProperty("java.io.tmpdir"),
                "camel-openai-soak-" + ProcessHandle.current().pid());
        Files.createDirectories(directory);
        directory.toFile().deleteOnExit();
        System.setProperty("java.io.tmpdir", directory.toString());
    }

    private static String answer(SoakRun run, String... command) throws Exception {
        return switch (command[0]) {
            case "send" -> {
                run.send(Long.parseLong(command[1]), Long.parseLong(command[2]));
                yield run.tally().line();
            }
            case "kinds" -> run.tally().kinds();
            case "look" -> Resources.now().line() + " " + run.underWay();
            case "stop" -> {
                run.close();
                yield Resources.now().line();
            }
            default -> throw new IllegalArgumentException("unknown command " + command[0]);
        };
    }
}
