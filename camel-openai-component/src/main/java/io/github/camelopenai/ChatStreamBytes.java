// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ChatStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The text of a streamed answer as bytes. One read brings one piece at most. For one reader. */
final class ChatStreamBytes extends InputStream {

    private final ChatStream<?> pieces;
    private byte[] piece = {};
    private int position;

    ChatStreamBytes(ChatStream<?> pieces) {
        this.pieces = pieces;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
        while (count > 0 && position == piece.length) {
            if (!pieces.hasNext()) {
                return -1;
            }
            piece = text(pieces.next()).getBytes(StandardCharsets.UTF_8);
            position = 0;
        }
        int copied = Math.min(count, piece.length - position);
        System.arraycopy(piece, position, target, offset, copied);
        position += copied;
        return copied;
    }

    private static String text(Object next) {
        return next instanceof ChatDelta delta ? delta.text() : next.toString();
    }

    @Override
    public int available() {
        return piece.length - position;
    }

    @Override
    public void close() {
        pieces.close();
    }
}
