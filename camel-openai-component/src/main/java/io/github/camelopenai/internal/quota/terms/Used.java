// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

/**
 * What an answer says it used.
 *
 * @param tokens       all together; negative when it does not say
 * @param promptTokens of the request; negative when it does not say
 */
public record Used(long tokens, long promptTokens) {

    /** The answer says nothing. */
    public static final Used UNKNOWN = new Used(-1, -1);

    /** Tokens in all, without their parts. */
    public static Used ofTokens(long tokens) {
        return new Used(tokens, -1);
    }

    /** Whether the answer says anything. */
    public boolean isKnown() {
        return tokens >= 0;
    }
}
