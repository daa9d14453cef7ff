// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

/**
 * A memory could not read or keep a conversation. The message states where and what to do, and never quotes messages.
 */
public final class ChatMemoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For failures without a cause. */
    public ChatMemoryException(String message) {
        this(message, null);
    }

    /** @param cause the original failure, or null; routes log it, so it should not quote the conversation */
    public ChatMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
