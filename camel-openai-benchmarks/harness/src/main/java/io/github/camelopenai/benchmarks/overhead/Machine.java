// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/** On what the figures were taken. */
public final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** One line that belongs above every table of results; a load well above 0 means that others were at work. */
    public static String line() throws IOException {
        return "MACHINE cores=%d cpu=\"%s\" os=\"%s %s\" java=\"%s %s\" load=%.1f date=%s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        cpuModel(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.runtime.version"),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static String cpuModel() throws IOException {
        if (!Files.exists(CPU_INFO)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
