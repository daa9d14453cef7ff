// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.memory;

/** A memory that could not read or keep a conversation. Its message says where and what to do, never what was said. */
public final class ChatMemoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For memories that can say no more than this. */
    public ChatMemoryException(String message) {
        this(message, null);
    }

    /**
     * @param cause the failure underneath, or null; routes log it, so it should not quote what was said
     */
    public ChatMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
