// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.stream;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.body.PieceStream;
import io.github.camelopenai.model.ChatDelta;

/** A streamed answer as bytes, in one of its encodings. For one reader. */
final class EncodedStream extends PieceStream {

    private final DeltaStream deltas;
    private final Encoding encoding;
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

    /**
     * @throws OpenAiException when the answer breaks off, after the word of that has been read
     */
    @Override
    protected byte[] nextPiece() {
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            return null;
        }
        try {
            ended = !deltas.hasNext();
            return ended ? encoding.end(deltas) : encoding.piece(deltas.next(), deltas);
        } catch (OpenAiException e) {
            failure = e;
            return encoding.failure(e);
        }
    }

    @Override
    public void close() {
        deltas.close();
    }
}
