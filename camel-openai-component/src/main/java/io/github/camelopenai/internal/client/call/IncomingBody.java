// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.error.OpenAiException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * The body of an answer as it comes from the network, uncompressed and bounded in size. It remembers a failure of the
 * network, to distinguish it from a failure of the reader. For one reader.
 */
public final class IncomingBody extends FilterInputStream {

    private final FirstBytes beginning = new FirstBytes();
    private final long most;
    private final Supplier<OpenAiException> excess;
    private IOException failure; // of the network

    /**
     * @param most   the largest allowed size in bytes
     * @param excess creates the exception for a larger body, and ends the connection
     */
    public IncomingBody(InputStream network, long most, Supplier<OpenAiException> excess) {
        super(network);
        this.most = most;
        this.excess = excess;
    }

    /** Describes the content received, if it is not an answer. */
    public UnexpectedContent stranger(ReplyHead head) {
        return beginning.stranger(head);
    }

    /** Whether the body was read to its end and was empty. */
    public boolean isEmpty() {
        return beginning.isEmpty();
    }

    /** The network's failure; null if there is none so far. */
    public IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        checkSize(); // a later read must fail as well
        try {
            int read = in.read(target, offset, count);
            beginning.add(target, offset, read);
            checkSize();
            return read;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] unread = new byte[(int) Math.min(8 * 1024, Math.max(0, count))];
        return Math.max(0, read(unread, 0, unread.length));
    }

    private void checkSize() {
        if (beginning.received() > most) {
            throw excess.get();
        }
    }
}
