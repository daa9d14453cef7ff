// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Optional;

/** One connection of a client. For the server's thread. */
final class Connection {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final RequestParser parser = new RequestParser();
    private final ArrayDeque<ByteBuffer> unwritten = new ArrayDeque<>();

    Connection(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** Reads what has come in; false when the client has gone. */
    boolean read() {
        try {
            int read;
            do {
                read = channel.read(parser.room());
            } while (read > 0);
            return read == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The next request that is complete. */
    Optional<String> nextRequest() {
        return parser.next();
    }

    /** Writes an answer, now or when there is room for it. An answer to a client that has gone is dropped. */
    void write(ByteBuffer answer) {
        unwritten.add(answer);
        writeMore();
    }

    /** Writes on after there was no room. */
    void writeMore() {
        if (!key.isValid()) {
            return;
        }
        try {
            while (!unwritten.isEmpty()) {
                channel.write(unwritten.peek());
                if (unwritten.peek().hasRemaining()) {
                    break;
                }
                unwritten.remove();
            }
            key.interestOps(unwritten.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } catch (IOException e) {
            close();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone all the same.
        }
    }
}
