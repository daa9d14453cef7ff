// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

/**
 * The call exceeds the rate limit: the server's wait is past the deadline, our queue is full, the deadline passed in
 * the queue, or one request is larger than a whole minute allows. {@link #retryAfter()} states when it may fit, if
 * ever.
 */
public final class OpenAiRateLimitException extends OpenAiException {

    private static final long serialVersionUID = 1L;

    /** See {@link OpenAiException#OpenAiException(String, ErrorDetails, Throwable)}. */
    public OpenAiRateLimitException(String message, ErrorDetails details, Throwable cause) {
        super(message, details, cause);
    }

    @Override
    OpenAiException copy(String message, ErrorDetails newDetails) {
        return new OpenAiRateLimitException(message, newDetails, getCause());
    }
}
