// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

/** The account is out of credit or has reached a spending limit. Waiting does not help; never retried. */
public final class OpenAiQuotaException extends OpenAiException {

    private static final long serialVersionUID = 1L;

    /** See {@link OpenAiException#OpenAiException(String, ErrorDetails, Throwable)}. */
    public OpenAiQuotaException(String message, ErrorDetails details, Throwable cause) {
        super(message, details, cause);
    }

    @Override
    OpenAiException copy(String message, ErrorDetails newDetails) {
        return new OpenAiQuotaException(message, newDetails, getCause());
    }
}
