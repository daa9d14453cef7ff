// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A call of an {@code openai:} endpoint that failed. Its class shows what a route can do: fix the request, fix the key,
 * wait, pay, or try elsewhere. Messages never hold the key, the prompt or the answer.
 */
public abstract sealed class OpenAiException extends RuntimeException
        permits OpenAiRequestException,
                OpenAiAuthenticationException,
                OpenAiRateLimitException,
                OpenAiQuotaException,
                OpenAiServerException,
                OpenAiTransportException,
                OpenAiResponseException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorDetails details;

    /**
     * @param message what was wrong, which value, what to do
     * @param details what else is known
     * @param cause   the underlying failure, or null
     */
    protected OpenAiException(String message, ErrorDetails details, Throwable cause) {
        super(message == null ? null : PeerText.line(message, PeerText.MAX_MESSAGE), cause);
        this.details = Objects.requireNonNull(details, "details");
    }

    /** The HTTP status, 0 when there was no answer. */
    public int status() {
        return details().status();
    }

    /** The API's {@code error.code} such as {@code rate_limit_exceeded}, or null. */
    public String code() {
        return details().code();
    }

    /** The API's {@code error.type} such as {@code invalid_request_error}, or null. */
    public String type() {
        return details().type();
    }

    /** The request field that the API rejects, or null. */
    public String param() {
        return details().param();
    }

    /** The server's id of the request, to quote to its support, or null. */
    public String requestId() {
        return details().requestId();
    }

    /** How many times the request was sent; 0 if it was never sent. */
    public int attempts() {
        return details().attempts();
    }

    /** How long to wait before the next try, if the server or the queue asks for a wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(details().retryAfter());
    }

    /**
     * Whether the same call may succeed later. A route should not try again at once: the component has already retried.
     */
    public boolean isRetryable() {
        return details().retryable();
    }

    /** All of the above in one record. */
    public ErrorDetails details() {
        return details == null ? ErrorDetails.LOCAL : details; // null after Java deserialization only
    }

    /**
     * The same failure after the last attempt.
     *
     * @param reason   why there is no further attempt, or null
     * @param attempts how many attempts were made
     */
    public OpenAiException afterGivingUp(String reason, int attempts) {
        String message = reason == null ? getMessage() : getMessage() + "; " + reason;
        OpenAiException last = copy(message, details().withAttempts(attempts));
        last.setStackTrace(getStackTrace());
        return last;
    }

    abstract OpenAiException copy(String message, ErrorDetails newDetails);
}
