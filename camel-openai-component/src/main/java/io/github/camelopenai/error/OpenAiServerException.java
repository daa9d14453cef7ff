// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

/** The server failed: 408 and 5xx, after the retries. */
public final class OpenAiServerException extends OpenAiException {

    private static final long serialVersionUID = 1L;

    /** See {@link OpenAiException#OpenAiException(String, ErrorDetails, Throwable)}. */
    public OpenAiServerException(String message, ErrorDetails details, Throwable cause) {
        super(message, details, cause);
    }

    @Override
    OpenAiException copy(String message, ErrorDetails newDetails) {
        return new OpenAiServerException(message, newDetails, getCause());
    }
}
