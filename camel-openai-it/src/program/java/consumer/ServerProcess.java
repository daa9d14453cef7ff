// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package consumer;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The simulator in a process of its own, which ends with this one. Its class path is below the folder that the system property
 * {@code simulator} names.
 */
record ServerProcess(String baseUrl, String apiKey) {

    static ServerProcess start() throws IOException {
        Path build = Path.of(System.getProperty("simulator"));
        String classPath = build.resolve("classes") + File.pathSeparator
                + Files.readString(build.resolve("dependencies.classpath")).strip();
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        classPath,
                        "io.github.camelopenai.it.SimulatedServer")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("the simulator did not start");
        }
        String[] words = line.split(" ");
        return new ServerProcess(words[0], words[1]);
    }
}
