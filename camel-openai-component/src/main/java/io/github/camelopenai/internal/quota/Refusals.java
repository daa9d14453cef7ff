// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiTransportException;
import java.time.Duration;
import java.util.Locale;

/** The exceptions with which a throttle sends a call away. Each says the number in question and what to do. */
final class Refusals {

    private Refusals() {}

    static OpenAiException neverFits(Admission.NeverFits answer) {
        return new OpenAiRateLimitException(
                String.format(
                        Locale.ROOT,
                        "the request needs about %,d tokens, more than the limit of %s; split it, lower maxTokens,"
                                + " or correct tier or tokensPerMinute if the account allows more",
                        answer.tokens(),
                        answer.limits()),
                ErrorDetails.LOCAL,
                null);
    }

    static OpenAiException tooLong(Duration wait, Duration timeout, int ahead, Limits limits) {
        return notNow(
                wait,
                "the call would wait about %s for quota, longer than queueTimeout=%s; %,d calls wait before it and the"
                        + " limit is %s",
                text(wait),
                text(timeout),
                ahead,
                limits);
    }

    static OpenAiException expired(Duration timeout, Duration wait, Limits limits) {
        return notNow(
                wait,
                "the call got no quota within queueTimeout=%s; it would wait about %s more, and the limit is %s",
                text(timeout),
                text(wait),
                limits);
    }

    static OpenAiException expiredWithoutPlace(Duration timeout, int maxConcurrent) {
        return notNow(
                null,
                "the call could not leave within queueTimeout=%s: as many are under way as may be"
                        + " (maxConcurrentRequests=%d); raise it, or let fewer exchanges in at once",
                text(timeout),
                maxConcurrent);
    }

    static OpenAiException expiredWithoutStore(Duration timeout) {
        return notNow(
                null,
                "the call got no quota within queueTimeout=%s, as the quota store does not answer; see that it does, or"
                        + " set storeFailure=share to go on without it",
                text(timeout));
    }

    static OpenAiException full(int maxQueued, String lane) {
        return notNow(
                null,
                "the queue of lane %s is full: %,d calls wait already (maxQueued); slow the source down with"
                        + " whenQueueFull=block, or raise maxQueued",
                lane,
                maxQueued);
    }

    static OpenAiException fullForEventLoop(int maxQueued, String lane, String thread) {
        return notNow(
                null,
                "the queue of lane %s is full: %,d calls wait already (maxQueued), and the caller is the event loop %s,"
                        + " which must not be blocked; set whenQueueFull=fail where an event loop calls, or raise maxQueued",
                lane,
                maxQueued,
                thread);
    }

    static OpenAiException noRoomInTime(int waiting, String lane, Duration timeout, Duration wait) {
        return notNow(
                wait,
                "the queue of lane %s is full: %,d calls wait already (maxQueued), and none of their places became free"
                        + " within queueTimeout=%s; slow the source down, or raise queueTimeout",
                lane,
                waiting,
                text(timeout));
    }

    static OpenAiException interrupted(String lane) {
        return notNow(
                null,
                "the caller was interrupted while it waited for a place in the full queue of lane %s; the call was not sent",
                lane);
    }

    static OpenAiException fullOfHeld(int waiting, String lane) {
        return notNow(
                null,
                "the queue of lane %s is full: %,d calls wait, of exchanges that were let in before and cannot be held back"
                        + " (maxQueued and maxConcurrentRequests); let fewer exchanges in at once, or raise maxQueued",
                lane,
                waiting);
    }

    static OpenAiException fullOfReturned(int waiting, String lane) {
        return notNow(
                null,
                "the queue of lane %s is full: %,d calls that were under way wait for another attempt or another"
                        + " round of tools (maxConcurrentRequests and maxQueued together); let fewer exchanges in"
                        + " at once, or raise maxQueued",
                lane,
                waiting);
    }

    /** It may be asked for again, after so long if that is known. */
    private static OpenAiException notNow(Duration retryAfter, String message, Object... values) {
        return new OpenAiRateLimitException(
                String.format(Locale.ROOT, message, values), ErrorDetails.notNow(retryAfter), null);
    }

    static OpenAiException stopped() {
        return new OpenAiTransportException(
                "the Camel context stopped while the call waited for quota; it was not sent",
                ErrorDetails.withoutAnswer(0, true),
                null);
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis < 1000
                ? millis + "ms"
                : Duration.ofSeconds(duration.toSeconds())
                        .toString()
                        .substring(2)
                        .toLowerCase(Locale.ROOT);
    }
}
