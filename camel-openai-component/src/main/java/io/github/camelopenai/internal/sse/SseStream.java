// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.sse;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads events from a stream of bytes: no more bytes than the next event needs, and one buffer at most. For one reader;
 * another thread may close it.
 */
public final class SseStream implements Closeable {

    private static final int BUFFER = 8 * 1024;

    private final InputStream bytes;
    private final SseParser parser;
    private final byte[] buffer = new byte[BUFFER];
    private volatile boolean ended;

    /**
     * @param bytes    closed with this stream
     * @param maxBytes the most data of one event
     */
    public SseStream(InputStream bytes, int maxBytes) {
        this.bytes = bytes;
        this.parser = new SseParser(maxBytes);
    }

    /**
     * Waits for the next event.
     *
     * @return false at the end of the stream
     * @throws IOException when the stream breaks off
     */
    public boolean next() throws IOException {
        if (ended) {
            return false;
        }
        while (!parser.next()) {
            int count = bytes.read(buffer, 0, buffer.length);
            if (count < 0) {
                ended = true;
                return parser.finish();
            }
            parser.feed(buffer, 0, count);
        }
        return true;
    }

    /** The current event. */
    public SseParser event() {
        return parser;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        bytes.close();
    }
}
