// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.model.ChatDelta;
import java.io.IOException;
import java.io.InputStream;

/** A streamed answer as bytes. One read brings one piece at most, so that each goes out as soon as it is there. For one reader. */
final class EncodedStream extends InputStream {

    private final DeltaStream deltas;
    private final Encoding encoding;
    private byte[] piece = new byte[0];
    private int position;
    private boolean ended;
    private OpenAiException failure;

    /** How pieces are written. */
    interface Encoding {

        /** One piece; empty when there is nothing to say about it. */
        byte[] piece(ChatDelta delta, DeltaStream stream);

        /** What follows the last piece. */
        byte[] end(DeltaStream stream);

        /** What tells the reader that the answer broke off. */
        byte[] failure(OpenAiException failure);
    }

    EncodedStream(DeltaStream deltas, Encoding encoding) {
        this.deltas = deltas;
        this.encoding = encoding;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * @throws OpenAiException when the answer breaks off, after the word of that has been read
     */
    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (position == piece.length) {
            if (failure != null) {
                throw failure;
            }
            if (ended) {
                return -1;
            }
            advance();
        }
        int copied = Math.min(count, piece.length - position);
        System.arraycopy(piece, position, target, offset, copied);
        position += copied;
        return copied;
    }

    private void advance() {
        position = 0;
        try {
            ended = !deltas.hasNext();
            piece = ended ? encoding.end(deltas) : encoding.piece(deltas.next(), deltas);
        } catch (OpenAiException e) {
            failure = e;
            piece = encoding.failure(e);
        }
    }

    /** What can be read without waiting. */
    @Override
    public int available() {
        return piece.length - position;
    }

    @Override
    public void close() {
        deltas.close();
    }
}
