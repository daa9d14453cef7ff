// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

/** One endpoint of the API. Thread-safe. */
public interface Operation {
    /**
     * Checks a request.
     *
     * @throws ApiError when the API would refuse it
     */
    Call check(Incoming request);

    /** A checked request: first charged, then answered. */
    interface Call {
        /** Tokens of what was sent. */
        long promptTokens();

        /** Tokens that are set aside for the answer. */
        default long reservedTokens() {
            return 0;
        }

        Answer answer(Wording wording);
    }
}
