// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream whose first bytes have been looked at. It gives them first and waits for no further ones before they are taken. For
 * one reader; may be closed from another thread.
 */
public final class PeekedStream extends InputStream {

    private final byte[] beginning;
    private final InputStream rest;
    private int position;

    /**
     * @param beginning what has been read of the stream
     * @param rest      the stream itself; closed with this one
     */
    public PeekedStream(byte[] beginning, InputStream rest) {
        this.beginning = beginning;
        this.rest = rest;
    }

    @Override
    public int read() throws IOException {
        return position < beginning.length ? beginning[position++] & 0xFF : rest.read();
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int left = beginning.length - position;
        if (left == 0) {
            return rest.read(target, offset, count);
        }
        int taken = Math.min(left, count);
        System.arraycopy(beginning, position, target, offset, taken);
        position += taken;
        return taken;
    }

    @Override
    public int available() throws IOException {
        return beginning.length - position + rest.available();
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
