// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.etl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Which files of a folder the routes take. Stateless. */
final class Inbox {

    /** Names of texts, prompts and recordings, in any case, as Camel's file component reads such a pattern. */
    static final String NAMES = ".*[.](txt|prompt|flac|m4a|mp3|ogg|wav|webm)";

    private Inbox() {}

    static int count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.filter(Inbox::isTaken).count();
        }
    }

    private static boolean isTaken(Path file) {
        String name = file.getFileName().toString();
        // Camel passes over hidden files, and so must we, or the count is never reached.
        return Files.isRegularFile(file)
                && !name.startsWith(".")
                && name.toLowerCase(Locale.ROOT).matches(NAMES);
    }
}
