// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.StreamCachingStrategy;

/**
 * Where spools keep what does not stay in memory, as Camel's stream caching says. Immutable.
 *
 * @param directory null for that of the JVM
 * @param cipher    how files are encrypted, such as {@code AES/CTR/NoPadding}; null for not at all
 */
public record SpoolFolder(File directory, String cipher) {

    /** The folder for temporary files of the JVM, without encryption. */
    public static final SpoolFolder OF_THE_JVM = new SpoolFolder(null, null);

    public static SpoolFolder of(CamelContext context) {
        StreamCachingStrategy strategy = context.getStreamCachingStrategy();
        return strategy == null ? OF_THE_JVM : new SpoolFolder(strategy.getSpoolDirectory(), strategy.getSpoolCipher());
    }

    /** A new file that is deleted when it is closed, or when the JVM ends. */
    SpoolFile create() throws IOException {
        FileChannel file = open();
        return cipher == null || cipher.isBlank() ? new SpoolFile.Plain(file) : new EncryptedFile(file, cipher);
    }

    private FileChannel open() throws IOException {
        String prefix = "camel-openai-";
        String suffix = ".spool";
        Path path; // readable by its owner only
        if (directory == null) {
            path = Files.createTempFile(prefix, suffix);
        } else {
            Files.createDirectories(directory.toPath()); // Camel makes its own when it needs it, too
            path = Files.createTempFile(directory.toPath(), prefix, suffix);
        }
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }
}
