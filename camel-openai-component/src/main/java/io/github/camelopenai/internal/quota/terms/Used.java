// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.terms;

/**
 * The usage that an answer reports.
 *
 * @param tokens       all together; negative when not reported
 * @param promptTokens of the request; negative when not reported
 */
public record Used(long tokens, long promptTokens) {

    /** The answer reports no usage. */
    public static final Used UNKNOWN = new Used(-1, -1);

    /** Total tokens, without their parts. */
    public static Used ofTokens(long tokens) {
        return new Used(tokens, -1);
    }

    /** Whether the answer reports any usage. */
    public boolean isKnown() {
        return tokens >= 0;
    }
}
