// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.quota.ledger.WaitEstimate;
import io.github.camelopenai.internal.quota.terms.Admission;
import io.github.camelopenai.internal.quota.terms.Limits;
import java.time.Duration;
import java.util.Locale;

/** The exceptions with which a throttle refuses a call. Each states the number in question and what to do. */
final class Refusals {

    private Refusals() {}

    static OpenAiException neverFits(Admission.NeverFits answer) {
        String needs = answer.unit().equals("tokens")
                ? "the request needs about %,d %s, more than the limit of %s; split it, lower maxTokens, or correct tier or"
                        + " tokensPerMinute if the account allows more"
                : "the request asks for %,d %s, more than the limit of %s; lower n, or correct tier if the account allows"
                        + " more";
        return new OpenAiRateLimitException(
                String.format(Locale.ROOT, needs, answer.amount(), answer.unit(), answer.limit()),
                ErrorDetails.LOCAL,
                null);
    }

    static OpenAiException tooLong(WaitEstimate outlook, Duration timeout, int ahead, Limits limits) {
        return notNow(
                outlook.duration(),
                "the call would wait about %s for %s, longer than queueTimeout=%s; %,d calls wait before it and the"
                        + " limit is %s",
                text(outlook.duration()),
                outlook.what(),
                text(timeout),
                ahead,
                limit(outlook, limits));
    }

    static OpenAiException expired(Duration timeout, WaitEstimate outlook, Limits limits) {
        return notNow(
                outlook.duration(),
                "the call got no quota within queueTimeout=%s; it would wait about %s more for %s, and the limit is %s",
                text(timeout),
                text(outlook.duration()),
                outlook.what(),
                limit(outlook, limits));
    }

    private static String limit(WaitEstimate outlook, Limits limits) {
        return outlook.limit() == null ? limits.toString() : outlook.limit().text();
    }

    /** @param wait about how much longer; zero when unknown */
    static OpenAiException expiredWithoutPlace(Duration timeout, int maxConcurrent, Duration wait) {
        return notNow(
                wait.isZero() ? null : wait,
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
                "the queue of lane %s is full: %,d calls of exchanges that were accepted before wait, and cannot be held back"
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

    /** A later attempt may succeed, after the given time if it is known. */
    private static OpenAiException notNow(Duration retryAfter, String message, Object... values) {
        return new OpenAiRateLimitException(
                String.format(Locale.ROOT, message, values), ErrorDetails.notNow(retryAfter), null);
    }

    static OpenAiException stopped() {
        return new OpenAiTransportException(
                "the component stopped while the call waited for quota; it was not sent",
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
