// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** The bytes of a file, which must be the same each time they are sent. Immutable. */
final class FileSource implements Source {

    private final Path file;
    private final State first; // null if it could not be read; then sending it fails with the reason

    FileSource(Path file) {
        this.file = file;
        this.first = state();
    }

    /** The reader of the source detects a file of another size, as it counts the bytes. */
    private record State(long size, FileTime written) {}

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        refuseRewritten();
        Files.copy(file, sink);
        refuseRewritten();
    }

    private void refuseRewritten() throws SourceFailure {
        State now = state();
        if (first != null && now != null && first.size() == now.size() && !first.equals(now)) {
            throw SourceFailure.rewritten(file);
        }
    }

    private State state() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new State(attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            return null;
        }
    }
}
