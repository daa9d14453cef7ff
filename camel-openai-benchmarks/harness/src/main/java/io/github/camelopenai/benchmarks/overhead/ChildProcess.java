// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that answers lines with lines and ends when its input does. For one thread. */
public final class ChildProcess implements AutoCloseable {
    /** The same for everyone: the collector that costs the least CPU, and a heap that does not grow meanwhile. */
    private static final List<String> JVM_FLAGS =
            List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-Dslf4j.internal.verbosity=ERROR");

    private final Process process;
    private final BufferedWriter input;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        input = process.outputWriter(StandardCharsets.UTF_8);
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a main class on exactly this class path, with the JVM that runs this one. */
    public static ChildProcess start(String classPath, String mainClass, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // No client may find a key or another server in the environment of the person who runs this.
        builder.environment().keySet().removeIf(name -> name.startsWith("OPENAI_"));
        return new ChildProcess(builder.start());
    }

    /** Reads a line that was not asked for. */
    public String readLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the process ended; its last words are above");
        }
        return line;
    }

    /** Writes a line and reads the answer. */
    public String ask(String line) throws IOException {
        input.write(line);
        input.newLine();
        input.flush();
        return readLine();
    }

    /** Ends the process at once; from any thread. */
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        try {
            input.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
