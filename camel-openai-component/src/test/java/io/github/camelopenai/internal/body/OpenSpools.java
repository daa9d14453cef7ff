// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts spools whose file is still there: in the directory for temporary files, and, on Linux, held open by this JVM. */
public final class OpenSpools {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenSpools() {}

    public static int count() {
        return named() + held();
    }

    private static int named() {
        int count = 0;
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "camel-openai-*.spool")) {
            for (Path ignored : files) {
                count++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }

    private static int held() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        int count = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                count += isSpool(descriptor) ? 1 : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }

    private static boolean isSpool(Path descriptor) {
        try {
            String file = Files.readSymbolicLink(descriptor).toString();
            return file.contains("camel-openai-") && file.contains(".spool");
        } catch (IOException e) {
            return false; // closed since it was listed
        }
    }
}
