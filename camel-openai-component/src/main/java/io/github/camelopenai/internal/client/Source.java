// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that can be written as often as a call is sent. */
@FunctionalInterface
public interface Source {

    /** Writes all of them from the start; leaves the sink open. */
    void writeTo(OutputStream sink) throws IOException;

    /** The bytes of a file, read each time. */
    static Source of(Path file) {
        return sink -> Files.copy(file, sink);
    }

    /** Bytes in memory. */
    static Source of(byte[] bytes) {
        return sink -> sink.write(bytes);
    }
}
