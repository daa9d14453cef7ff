// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A temporary file that grows at its end and is read anywhere. For one caller at a time. */
interface SpoolFile extends Closeable {

    void append(byte[] bytes, int offset, int count) throws IOException;

    /** Reads at least one byte; the position is below the length. */
    int read(long position, byte[] target, int offset, int count) throws IOException;

    /** Bytes as they are. */
    final class Plain implements SpoolFile {

        private final FileChannel file;
        private long length;

        Plain(FileChannel file) {
            this.file = file;
        }

        @Override
        public void append(byte[] bytes, int offset, int count) throws IOException {
            writeFully(file, ByteBuffer.wrap(bytes, offset, count), length);
            length += count;
        }

        @Override
        public int read(long position, byte[] target, int offset, int count) throws IOException {
            return file.read(ByteBuffer.wrap(target, offset, count), position);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    static void writeFully(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }
}
