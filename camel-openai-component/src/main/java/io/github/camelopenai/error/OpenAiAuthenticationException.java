// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

/** The key is missing, wrong or not allowed to do this: 401 and 403. Never retried. */
public final class OpenAiAuthenticationException extends OpenAiException {

    private static final long serialVersionUID = 1L;

    /** See {@link OpenAiException#OpenAiException(String, ErrorDetails, Throwable)}. */
    public OpenAiAuthenticationException(String message, ErrorDetails details, Throwable cause) {
        super(message, details, cause);
    }

    @Override
    OpenAiException copy(String message, ErrorDetails newDetails) {
        return new OpenAiAuthenticationException(message, newDetails, getCause());
    }
}
