// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import io.github.camelopenai.internal.json.WholeCharacters;
import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.ChatStream;
import java.nio.charset.StandardCharsets;

/** The text of a streamed answer as bytes, in UTF-8. For one reader. */
public final class ChatStreamBytes extends PieceStream {

    private final ChatStream<?> pieces;
    private final WholeCharacters characters = new WholeCharacters();

    public ChatStreamBytes(ChatStream<?> pieces) {
        this.pieces = pieces;
    }

    @Override
    protected byte[] nextPiece() {
        boolean more = pieces.hasNext();
        String piece = more ? characters.feed(text(pieces.next())) : characters.end();
        return more || !piece.isEmpty() ? piece.getBytes(StandardCharsets.UTF_8) : null;
    }

    private static String text(Object next) {
        return next instanceof ChatDelta delta ? delta.text() : next.toString();
    }

    @Override
    public void close() {
        pieces.close();
    }
}
