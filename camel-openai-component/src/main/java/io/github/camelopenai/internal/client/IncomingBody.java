// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer as it comes from the network. It remembers a failure of the network, so that one of whoever reads it is
 * not taken for that. For one reader.
 */
final class IncomingBody extends FilterInputStream {

    private IOException failure; // of the network

    IncomingBody(InputStream network) {
        super(network);
    }

    /** How the network has failed; null while it has not. */
    IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        try {
            return in.read(target, offset, count);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public long skip(long count) throws IOException {
        try {
            return in.skip(count);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
