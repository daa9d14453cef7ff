// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Bytes that are written once and read as often as needed: in memory up to a threshold, in a temporary file beyond it. The
 * file is made where Camel's stream caching has its own, and deleted when the last holder closes. Thread-safe.
 */
public final class Spool implements Closeable {

    /** Camel's own threshold for stream caches. */
    static final int IN_MEMORY = 128 * 1024;

    /** What to do where a temporary file cannot be written. */
    private static final String ADVICE =
            "; check that there is room in the folder for temporary files, which is spoolDirectory of Camel's"
                    + " stream caching, or java.io.tmpdir";

    /** An answer may have many small pictures. */
    private static final int SMALLEST = 256;

    private final SpoolFolder folder;
    private byte[] memory = {}; // this and all below: guarded by this
    private SpoolFile file;
    private long length;
    private int holders = 1;

    /** @param folder where its file is made, if it needs one */
    public Spool(SpoolFolder folder) {
        this.folder = folder;
    }

    public synchronized void append(byte[] bytes, int offset, int count) throws IOException {
        if (holders == 0) {
            throw new IOException("the spool is closed");
        }
        if (file != null || length + count > IN_MEMORY) {
            writeToFile(bytes, offset, count);
        } else {
            if (length + count > memory.length) {
                long room = Math.max(Math.max(length + count, memory.length * 2L), SMALLEST);
                memory = Arrays.copyOf(memory, (int) Math.min(IN_MEMORY, room));
            }
            System.arraycopy(bytes, offset, memory, (int) length, count);
        }
        length += count;
    }

    private void writeToFile(byte[] bytes, int offset, int count) throws IOException {
        try {
            if (file == null) {
                moveToFile();
            }
            file.append(bytes, offset, count);
        } catch (IOException e) {
            throw new IOException(e.getClass().getSimpleName() + ": " + e.getMessage() + ADVICE, e);
        }
    }

    private void moveToFile() throws IOException {
        SpoolFile made = folder.create();
        try {
            made.append(memory, 0, (int) length);
            file = made;
            memory = null;
        } finally {
            if (file == null) {
                made.close(); // there is no room for it; what was read stays in memory
            }
        }
    }

    /** Reads from a position; -1 where nothing has been written yet. */
    synchronized int read(long position, byte[] target, int offset, int count) throws IOException {
        if (holders == 0) {
            throw new IOException("the exchange is complete and its stream is closed; read the body within the route,"
                    + " for example with convertBodyTo(byte[].class)");
        }
        if (position >= length) {
            return -1;
        }
        int available = (int) Math.min(count, length - position);
        if (file != null) {
            return file.read(position, target, offset, available);
        }
        System.arraycopy(memory, (int) position, target, offset, available);
        return available;
    }

    /** Writes all bytes. */
    public void writeTo(OutputStream sink) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        long position = 0;
        for (int read = read(0, buffer, 0, buffer.length); read > 0; read = read(position, buffer, 0, buffer.length)) {
            sink.write(buffer, 0, read);
            position += read;
        }
    }

    /** The first bytes, at most so many. */
    public byte[] head(int count) throws IOException {
        byte[] head = new byte[count];
        return Arrays.copyOf(head, Math.max(0, read(0, head, 0, count)));
    }

    public synchronized long length() {
        return length;
    }

    synchronized boolean inMemory() {
        return file == null;
    }

    /** One more holder; each closes once. */
    synchronized Spool retain() {
        holders++;
        return this;
    }

    /** Written to like a stream; closing that does nothing. */
    public OutputStream sink() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                append(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                append(bytes, offset, count);
            }
        };
    }

    @Override
    public synchronized void close() throws IOException {
        if (holders > 0 && --holders == 0) {
            memory = null;
            if (file != null) {
                file.close();
            }
        }
    }
}
