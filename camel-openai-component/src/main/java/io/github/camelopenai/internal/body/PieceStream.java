// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import io.github.camelopenai.internal.client.call.BulkInputStream;
import java.io.IOException;

/** Bytes that come in pieces. One read brings one piece at most, so that each goes out as soon as it is there. For one reader. */
public abstract class PieceStream extends BulkInputStream {

    private byte[] piece = {};
    private int position;

    /** Waits for the next piece, which may be empty; null at the end. */
    protected abstract byte[] nextPiece() throws IOException;

    @Override
    public final int read(byte[] target, int offset, int count) throws IOException {
        while (count > 0 && position == piece.length) {
            byte[] next = nextPiece();
            if (next == null) {
                return -1;
            }
            piece = next;
            position = 0;
        }
        int copied = Math.min(count, piece.length - position);
        System.arraycopy(piece, position, target, offset, copied);
        position += copied;
        return copied;
    }

    /** What can be read without waiting. */
    @Override
    public final int available() {
        return piece.length - position;
    }
}
