// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Bytes that can be written each time a call is sent. */
@FunctionalInterface
public interface Source {

    /** Writes all of them from the start; leaves the sink open. */
    void writeTo(OutputStream sink) throws IOException;

    /** The bytes of a file, read each time; a file that changes from now on cannot be sent. */
    static Source of(Path file) {
        return new FileSource(file);
    }

    /** Bytes in memory. */
    static Source of(byte[] bytes) {
        return sink -> sink.write(bytes);
    }
}
