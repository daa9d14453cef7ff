// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

/**
 * How far a streamed answer has come. Immutable.
 *
 * @param pieces that were sent; a piece is an event or a comment, unless the script makes other pieces
 * @param bytes  that were sent: taken by the operating system, not necessarily by the client
 */
public record StreamedAnswer(State state, int pieces, long bytes) {
    /** What became of a stream. */
    public enum State {
        /** It is not yet at its end. */
        OPEN,
        /** All was sent. */
        FINISHED,
        /** The script, a reset or a time-out of the server has ended it. */
        CUT,
        /** The client has closed the connection before all was sent. */
        ABANDONED
    }
}
