// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.stream;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.model.ChatDelta;
import io.github.camelopenai.model.StreamResult;
import java.util.Optional;

/** Where the pieces of a streamed answer come from. For one reader; may be closed by another thread. */
public interface DeltaSource extends AutoCloseable {

    /**
     * Waits for the next piece.
     *
     * @return null at the end of the last answer
     * @throws OpenAiException when the answer cannot be used or breaks off, the source is closed, or a second reader comes while one
     *     waits
     */
    ChatDelta next();

    /** Whether routes answer calls of tools; otherwise the reader does. */
    boolean answersTools();

    /** The answer's id, once a piece has come; null where the server gives none. */
    String id();

    /** The model that answers, once a piece has come. */
    String model();

    /** When the server began, in seconds since 1970; 0 where it does not say. */
    long createdSeconds();

    /** How the answer ended; empty before its end. */
    Optional<StreamResult> result();

    /** Breaks off what is not read. */
    @Override
    void close();
}
