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
        return new OpenAiRateLimitException(
                String.format(
                        Locale.ROOT,
                        "the call would wait about %s for quota, longer than queueTimeout=%s; %,d calls wait before it"
                                + " and the limit is %s",
                        text(wait),
                        text(timeout),
                        ahead,
                        limits),
                ErrorDetails.notNow(wait),
                null);
    }

    static OpenAiException expired(Duration timeout, Duration wait, Limits limits) {
        return new OpenAiRateLimitException(
                "the call got no quota within queueTimeout=" + text(timeout) + "; it would wait about " + text(wait)
                        + " more, and the limit is " + limits,
                ErrorDetails.notNow(wait),
                null);
    }

    static OpenAiException expiredWithoutPlace(Duration timeout, int maxConcurrent) {
        return new OpenAiRateLimitException(
                String.format(
                        Locale.ROOT,
                        "the call could not leave within queueTimeout=%s: as many are under way as may be"
                                + " (maxConcurrentRequests=%d); raise it, or let fewer exchanges in at once",
                        text(timeout),
                        maxConcurrent),
                ErrorDetails.notNow(null),
                null);
    }

    static OpenAiException expiredWithoutStore(Duration timeout) {
        return new OpenAiRateLimitException(
                "the call got no quota within queueTimeout=" + text(timeout)
                        + ", as the quota store does not answer; see that it does, or set storeFailure=share to go on"
                        + " without it",
                ErrorDetails.notNow(null),
                null);
    }

    static OpenAiException full(int maxQueued, String lane) {
        return new OpenAiRateLimitException(
                String.format(
                        Locale.ROOT,
                        "the queue of lane %s is full: %,d calls wait already (maxQueued); slow the source down with"
                                + " whenQueueFull=block, or raise maxQueued",
                        lane,
                        maxQueued),
                ErrorDetails.notNow(null),
                null);
    }

    static OpenAiException fullOfReturned(int waiting, String lane) {
        return new OpenAiRateLimitException(
                String.format(
                        Locale.ROOT,
                        "the queue of lane %s is full: %,d calls that were under way wait for another attempt or another"
                                + " round of tools (maxConcurrentRequests and maxQueued together); let fewer exchanges in"
                                + " at once, or raise maxQueued",
                        lane,
                        waiting),
                ErrorDetails.notNow(null),
                null);
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
