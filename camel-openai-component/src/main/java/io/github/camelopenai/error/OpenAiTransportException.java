// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

/**
 * No complete answer arrived: connection refused or reset, TLS, timeout, a truncated stream, or the context stopped.
 */
public final class OpenAiTransportException extends OpenAiException {

    private static final long serialVersionUID = 1L;

    /** See {@link OpenAiException#OpenAiException(String, ErrorDetails, Throwable)}. */
    public OpenAiTransportException(String message, ErrorDetails details, Throwable cause) {
        super(message, details, cause);
    }

    @Override
    OpenAiException copy(String message, ErrorDetails newDetails) {
        return new OpenAiTransportException(message, newDetails, getCause());
    }
}
