// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.error.OpenAiAuthenticationException;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiServerException;
import org.apache.camel.Exchange;

/**
 * What a failed exchange tells beside its exception, by the names that Camel's other AI components use, so that one
 * onException serves all of them. Stateless.
 */
public final class ErrorProperties {

    private static final String CATEGORY = "CamelAiErrorCategory";
    private static final String RETRY_AFTER_MILLIS = "CamelAiRetryAfterMillis";

    private ErrorProperties() {}

    /** Those of an earlier step do not count any more. */
    public static void clear(Exchange exchange) {
        exchange.removeProperty(CATEGORY);
        exchange.removeProperty(RETRY_AFTER_MILLIS);
    }

    /** The kind of failure, and how long to wait where the server has said so. */
    public static void set(Exchange exchange, OpenAiException failure) {
        exchange.setProperty(CATEGORY, category(failure));
        failure.retryAfter().ifPresent(wait -> exchange.setProperty(RETRY_AFTER_MILLIS, wait.toMillis()));
    }

    /** An account without money is UNKNOWN, not RATE_LIMIT: waiting does not help. */
    private static String category(OpenAiException failure) {
        if (failure instanceof OpenAiRateLimitException) {
            return "RATE_LIMIT";
        }
        if (failure instanceof OpenAiServerException) {
            return "SERVER_ERROR";
        }
        if (failure instanceof OpenAiRequestException) {
            return "VALIDATION";
        }
        return failure instanceof OpenAiAuthenticationException ? "AUTH" : "UNKNOWN";
    }
}
