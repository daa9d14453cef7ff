// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.overhead.server;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;

/** Reads the requests of one connection and keeps nothing but what the answer depends on. For one thread. */
final class RequestReader {
    private static final byte[] BASE64 = "\"base64\"".getBytes(StandardCharsets.US_ASCII);

    /** Thousands of connections may be open, and few of them carry an upload. */
    private static final int SMALL = 4 << 10;

    private static final int LARGE = 256 << 10;

    private final SocketChannel channel;
    private final boolean canAcknowledgeAtOnce;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(SMALL).limit(0);
    private final StringBuilder line = new StringBuilder();
    private String path = "";
    private boolean searches;
    private int matched;

    RequestReader(SocketChannel channel) {
        this.channel = channel;
        canAcknowledgeAtOnce = channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
    }

    /** Reads a request to its end; false when the client has closed the connection. */
    boolean next() throws IOException {
        if (!buffer.hasRemaining() && !fill()) {
            return false;
        }
        path = readLine().split(" ", -1)[1];
        // Only here does the answer depend on the body; 24 MB of audio need not be looked at.
        searches = path.endsWith("/embeddings");
        matched = 0;
        long length = 0;
        boolean chunked = false;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length =
                        Long.parseLong(header.substring(header.indexOf(':') + 1).trim());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            }
        }
        if (chunked) {
            skipChunks();
        } else {
            skip(length);
        }
        return true;
    }

    String path() {
        return path;
    }

    /** Whether the body of an embeddings request contained {@code "base64"}. */
    boolean wantsBase64() {
        return matched == BASE64.length;
    }

    private void skipChunks() throws IOException {
        long length;
        do {
            length = Long.parseLong(readLine(), 16);
            skip(length);
            readLine();
        } while (length > 0);
    }

    private void skip(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            fillIfEmpty();
            int now = (int) Math.min(left, buffer.remaining());
            int end = buffer.position() + now;
            for (int i = buffer.position(); searches && i < end && !wantsBase64(); i++) {
                match(buffer.get(i));
            }
            buffer.position(end);
            left -= now;
        }
    }

    /** Follows the searched word from byte to byte; its first byte occurs only at its two ends. */
    private void match(byte next) {
        if (next == BASE64[matched]) {
            matched++;
        } else {
            matched = next == BASE64[0] ? 1 : 0;
        }
    }

    private String readLine() throws IOException {
        line.setLength(0);
        for (byte next = nextByte(); next != '\n'; next = nextByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private byte nextByte() throws IOException {
        fillIfEmpty();
        return buffer.get();
    }

    private void fillIfEmpty() throws IOException {
        if (!buffer.hasRemaining() && !fill()) {
            throw new EOFException("the client closed the connection inside a request");
        }
    }

    private boolean fill() throws IOException {
        // Otherwise a client that sends its request in pieces waits 40 ms for the last one. The system forgets the
        // wish.
        if (canAcknowledgeAtOnce) {
            channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
        boolean wasFull = buffer.limit() == SMALL;
        if (wasFull && buffer.capacity() == SMALL) {
            buffer = ByteBuffer.allocateDirect(LARGE);
        }
        buffer.clear();
        int read = channel.read(buffer);
        buffer.flip();
        return read >= 0;
    }
}
