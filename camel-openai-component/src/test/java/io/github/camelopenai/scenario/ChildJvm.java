// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main method of a test in a JVM of its own, with our class path and no key. */
final class ChildJvm {

    private static final int PATIENCE_SECONDS = 240;

    private ChildJvm() {}

    /** What it prints; it must end in time, and well. */
    static String run(Class<?> main, List<String> jvmOptions, String... arguments) throws Exception {
        return run(List.of(), main, jvmOptions, arguments);
    }

    /**
     * The same behind another command.
     *
     * @param before what starts it, such as a shell that sets limits first
     */
    static String run(List<String> before, Class<?> main, List<String> jvmOptions, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("child-jvm-", ".txt");
        try {
            Process process = start(command, output);
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as("the child has ended; it said: %s", text).isTrue();
            assertThat(process.exitValue()).as("exit code; it said: %s", text).isZero();
            return text;
        } finally {
            Files.delete(output);
        }
    }

    private static Process start(List<String> command, Path output) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // No agent, and no more memory, than the test asks for.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "OPENAI_API_KEY"));
        return builder.start();
    }
}
