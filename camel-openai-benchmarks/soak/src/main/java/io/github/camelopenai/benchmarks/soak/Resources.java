// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param heapKib   live objects after a garbage collection
 * @param threads   all threads
 * @param ourThreads threads of the component
 * @param sockets   open sockets; -1 where the system does not say
 * @param files     files in the directory for temporary files
 */
record Resources(long heapKib, int threads, int ourThreads, int sockets, int files) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int COLLECTIONS = 5;

    /** Takes stock of this process. */
    static Resources now() throws IOException {
        long heap = Long.MAX_VALUE;
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc(); // NOPMD the figure is what a collection leaves
            heap = Math.min(
                    heap,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        long ours = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("OpenAi"))
                .count();
        return new Resources(
                heap >> 10,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                Math.toIntExact(ours),
                openSockets(),
                temporaryFiles());
    }

    private static int openSockets() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return -1;
        }
        int sockets = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : all) {
                sockets += isSocket(descriptor) ? 1 : 0;
            }
        }
        return sockets;
    }

    /** One that is closed meanwhile is none. */
    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    private static int temporaryFiles() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(System.getProperty("java.io.tmpdir")))) {
            return Math.toIntExact(all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("hsperfdata"))
                    .count());
        }
    }

    String line() {
        return "heap_kib=%d threads=%d our_threads=%d sockets=%d files=%d"
                .formatted(heapKib, threads, ourThreads, sockets, files);
    }
}
