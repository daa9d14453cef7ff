// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

import java.util.regex.Pattern;

/** The request is wrong and will stay wrong: 400, 404, 409, 413, 422, or refused here before it was sent. */
public final class OpenAiRequestException extends OpenAiException {

    private static final long serialVersionUID = 1L;

    private static final Pattern TOO_LONG =
            Pattern.compile("maximum (context|prompt) length|(input|prompt) tokens exceed", Pattern.CASE_INSENSITIVE);

    /** See {@link OpenAiException#OpenAiException(String, ErrorDetails, Throwable)}. */
    public OpenAiRequestException(String message, ErrorDetails details, Throwable cause) {
        super(message, details, cause);
    }

    /** A request refused on this side, before anything was sent. */
    public static OpenAiRequestException refused(String message) {
        return new OpenAiRequestException(message, ErrorDetails.LOCAL, null);
    }

    /**
     * Whether the prompt, or prompt and answer together, are longer than the model accepts. Detected by the API's code
     * and type, and by the messages of compatible servers that have no code for it.
     */
    public boolean isContextLengthExceeded() {
        return details().hasCode("context_length_exceeded", "max_tokens_per_request", "string_above_max_length")
                || "too_many_prompt_tokens".equals(type())
                || TOO_LONG.matcher(getMessage()).find();
    }

    /** Whether a content policy blocked the request. */
    public boolean isContentFiltered() {
        return details()
                .hasCode(
                        "content_policy_violation",
                        "moderation_blocked",
                        "content_filter",
                        "invalid_prompt",
                        "ResponsibleAIPolicyViolation");
    }

    @Override
    OpenAiException copy(String message, ErrorDetails newDetails) {
        return new OpenAiRequestException(message, newDetails, getCause());
    }
}
