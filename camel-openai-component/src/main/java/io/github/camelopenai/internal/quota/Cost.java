// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

/**
 * What one request is expected to use: itself, and so many tokens.
 *
 * @param tokens the estimate, at least 0
 */
public record Cost(long tokens) {

    /** A request that no token limit counts. */
    public static final Cost OF_ONE_REQUEST = new Cost(0);

    /** Checks the range. */
    public Cost {
        if (tokens < 0) {
            throw new IllegalArgumentException("tokens must not be negative but was " + tokens);
        }
    }

    /** A request that will use about so many tokens. */
    public static Cost ofTokens(long tokens) {
        return new Cost(tokens);
    }
}
