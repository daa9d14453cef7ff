// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

/** An answer that cannot be used: a refusal by the model, JSON cut at the token limit, malformed or empty. */
public final class OpenAiResponseException extends OpenAiException {

    private static final long serialVersionUID = 1L;

    private final String refusal;

    /** See {@link OpenAiException#OpenAiException(String, ErrorDetails, Throwable)}. */
    public OpenAiResponseException(String message, ErrorDetails details, Throwable cause) {
        this(message, details, cause, null);
    }

    private OpenAiResponseException(String message, ErrorDetails details, Throwable cause, String refusal) {
        super(message, details, cause);
        this.refusal = refusal;
    }

    /** The model refused to answer; its text is in {@link #refusal()} and, being an answer, not in the message. */
    public static OpenAiResponseException refused(String refusal, ErrorDetails details) {
        return new OpenAiResponseException(
                "the model refused to answer; refusal() has its words", details, null, refusal);
    }

    /** The model's text when it refused, else null. */
    public String refusal() {
        return refusal;
    }

    @Override
    OpenAiException copy(String message, ErrorDetails newDetails) {
        return new OpenAiResponseException(message, newDetails, getCause(), refusal);
    }
}
