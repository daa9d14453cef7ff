// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import java.nio.charset.StandardCharsets;

/** Estimates tokens from the number of UTF-8 bytes. Stateless. */
final class TokenCount {
    private TokenCount() {}

    /** Four bytes to the token, which is about right for English. */
    static long of(String text) {
        return of(text, 4);
    }

    static long of(String text, int bytesPerToken) {
        long bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return (bytes + bytesPerToken - 1) / bytesPerToken;
    }
}
