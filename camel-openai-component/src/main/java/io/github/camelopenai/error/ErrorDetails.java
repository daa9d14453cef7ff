// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.error;

import java.time.Duration;
import java.util.Objects;

/**
 * What is known about a failed call apart from its message. Immutable.
 *
 * @param status     the HTTP status, 0 when there was no answer
 * @param code       the API's {@code error.code}, or null
 * @param type       the API's {@code error.type}, or null
 * @param param      the name of the request field that the API rejects, or null
 * @param requestId  the server's id of the request, or null
 * @param attempts   how many times the request was sent; 0 if it was never sent
 * @param retryAfter how long the server (or the queue) asks to wait, or null
 * @param retryable  whether the same call may succeed later
 */
public record ErrorDetails(
        int status,
        String code,
        String type,
        String param,
        String requestId,
        int attempts,
        Duration retryAfter,
        boolean retryable) {

    /** Texts of a server are bounded and on one line, so that they can be logged. */
    public ErrorDetails {
        code = PeerText.name(code);
        type = PeerText.name(type);
        param = PeerText.name(param);
        requestId = PeerText.name(requestId);
    }

    /** A failure on this side, before anything was sent; trying again will not help. */
    public static final ErrorDetails LOCAL = new ErrorDetails(0, null, null, null, null, 0, null, false);

    /** A failure without an answer, such as a broken connection. */
    public static ErrorDetails withoutAnswer(int attempts, boolean retryable) {
        return new ErrorDetails(0, null, null, null, null, attempts, null, retryable);
    }

    /** A local refusal that may pass after a while, such as a full queue. */
    public static ErrorDetails notNow(Duration retryAfter) {
        return new ErrorDetails(0, null, null, null, null, 0, retryAfter, true);
    }

    /** An answer that could not be used. */
    public static ErrorDetails ofAnswer(int status, String requestId, int attempts) {
        return new ErrorDetails(status, null, null, null, requestId, attempts, null, false);
    }

    /** The same failure with another number of attempts. */
    public ErrorDetails withAttempts(int newAttempts) {
        return new ErrorDetails(status, code, type, param, requestId, newAttempts, retryAfter, retryable);
    }

    /** The same failure with the server's id of the request. */
    public ErrorDetails ofRequest(String newRequestId) {
        return new ErrorDetails(status, code, type, param, newRequestId, attempts, retryAfter, retryable);
    }

    /** Whether {@link #code()} is one of these. */
    public boolean hasCode(String... codes) {
        for (String candidate : codes) {
            if (Objects.equals(candidate, code)) {
                return true;
            }
        }
        return false;
    }
}
