// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

/**
 * What one request is expected to use: itself, and so many tokens and pictures.
 *
 * @param promptTokens estimated from the size of the request, at least 0
 * @param outputTokens the most that the answer may have, at least 0; a guess where the request does not bound it
 * @param bounded      whether the request bounds the answer
 * @param images       pictures to be made, at least 0
 */
public record Cost(long promptTokens, long outputTokens, boolean bounded, int images) {

    /** A request that no token limit counts. */
    public static final Cost OF_ONE_REQUEST = new Cost(0, 0, true, 0);

    /** Checks the range. */
    public Cost {
        if (promptTokens < 0 || outputTokens < 0 || images < 0) {
            throw new IllegalArgumentException("no part of a cost may be negative but it was " + promptTokens + ", "
                    + outputTokens + ", " + images);
        }
    }

    /** A request that will use about so many tokens, all of them in the request. */
    public static Cost ofTokens(long tokens) {
        return new Cost(tokens, 0, true, 0);
    }

    /** A request for so many pictures. */
    public static Cost ofImages(int images) {
        return new Cost(0, 0, true, images);
    }
}
