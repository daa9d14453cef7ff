// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.error.OpenAiException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * The body of an answer as it comes from the network, unpacked, and no more of it than so many bytes. It remembers a failure of the
 * network, so that one of whoever reads it is not taken for that. For one reader.
 */
public final class IncomingBody extends FilterInputStream {

    private final FirstBytes beginning = new FirstBytes();
    private final long most;
    private final Supplier<OpenAiException> excess;
    private IOException failure; // of the network

    /**
     * @param most   how many bytes there may be
     * @param excess makes the exception where there are more, and ends the connection
     */
    public IncomingBody(InputStream network, long most, Supplier<OpenAiException> excess) {
        super(network);
        this.most = most;
        this.excess = excess;
    }

    /** What has come, for the case that it is no answer. */
    public UnexpectedContent stranger(ReplyHead head) {
        return beginning.stranger(head);
    }

    /** Whether it was read to its end and there was nothing. */
    public boolean isEmpty() {
        return beginning.isEmpty();
    }

    /** How the network has failed; null while it has not. */
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
        checkSize(); // it stays too large for whoever reads on
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
