// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.retry;

import io.github.camelopenai.error.OpenAiException;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Decides about one failed attempt. A pure function of the attempt, the failure and the time since the first failure,
 * except for the random numbers from the constructor. Thread-safe.
 */
public final class RetryPolicy {
    /*
     * 1. The failure states whether another attempt can help at all: the four kinds of 429 differ.
     * 2. Back-off is exponential with full jitter, uniform in 0 .. min(maxDelay, initialDelay * 2^k): callers that
     *    failed together do not return together. (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog,
     *    2015.)
     * 3. An overloaded server (503, slow_down) gets four times the back-off, as load is its problem.
     * 4. A wait that the server asks for is a minimum and is never shortened: the server knows when its window resets.
     *    A tenth of it is added as jitter.
     * 5. When the wait would end past the deadline, the call fails now and passes the wait on.
     * 6. Only the deadline bounds rate limit rejections. From a call's third one on they have a minimum wait, 40 ms and
     *    twice as long each time up to a second, regardless of the server and the options.
     */
    private static final int OVERLOAD_FACTOR = 4;
    private static final double SERVER_WAIT_JITTER = 0.1;
    private static final int REJECTIONS_WITHOUT_FLOOR = 2;
    private static final long FLOOR_MILLIS = 10;
    private static final long HIGHEST_FLOOR_MILLIS = 1_000;

    private final int maxRetries;
    private final Duration initialDelay;
    private final Duration maxDelay;
    private final Duration timeout;
    private final DoubleSupplier random;

    /**
     * @param maxRetries   attempts after the first, at least 0
     * @param initialDelay upper bound of the first back-off
     * @param maxDelay     upper bound of every back-off
     * @param timeout      from the first failure to the start of the last attempt
     * @param random       uniform in 0 (inclusive) to 1 (exclusive)
     */
    public RetryPolicy(
            int maxRetries, Duration initialDelay, Duration maxDelay, Duration timeout, DoubleSupplier random) {
        this.maxRetries = maxRetries;
        this.initialDelay = initialDelay;
        this.maxDelay = maxDelay;
        this.timeout = timeout;
        this.random = random;
    }

    /** What to do after a failed attempt. */
    public sealed interface Verdict {

        /** Try again after the delay. */
        record Retry(Duration delay) implements Verdict {}

        /** Pass the failure to the route; the reason is for display, and null when the failure is clear without it. */
        record GiveUp(String reason) implements Verdict {}
    }

    /**
     * @param attempt the number of the attempt that failed, from 1
     * @param elapsed time since the first failure of this call, including its waits for quota since then
     */
    public Verdict afterFailure(int attempt, OpenAiException failure, Duration elapsed) {
        if (!failure.isRetryable()) {
            return new Verdict.GiveUp(null);
        }
        if (attempt > maxRetries) {
            return new Verdict.GiveUp(maxRetries == 0 ? null : "gave up after " + attempt + " attempts (maxRetries)");
        }
        return within(delay(attempt, failure), elapsed);
    }

    /**
     * A rate limit rejection is no attempt: the call returns until the deadline, unless retries are switched off.
     *
     * @param rejection the number of the rejection, from 1
     * @param elapsed   time since the first failure of this call, including its waits for quota since then
     */
    public Verdict afterRejection(int rejection, OpenAiException failure, Duration elapsed) {
        return !failure.isRetryable() || maxRetries == 0
                ? new Verdict.GiveUp(null)
                : within(longer(delay(rejection, failure), floor(rejection)), elapsed);
    }

    private static Duration floor(int rejection) {
        return rejection <= REJECTIONS_WITHOUT_FLOOR
                ? Duration.ZERO
                : Duration.ofMillis(Math.min(HIGHEST_FLOOR_MILLIS, FLOOR_MILLIS << Math.min(rejection - 1, 10)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** The time left until the last attempt may start; zero or less when it has passed. */
    public Duration left(Duration elapsed) {
        return timeout.minus(elapsed);
    }

    /** Why a call fails that has waited for quota until the deadline. */
    public String waitedPastDeadline() {
        return "the next attempt got no quota before the retry deadline (retryTimeout=" + seconds(timeout) + ")";
    }

    private Verdict within(Duration delay, Duration elapsed) {
        if (elapsed.plus(delay).compareTo(timeout) > 0) {
            return new Verdict.GiveUp("the next attempt would come " + seconds(delay)
                    + " later, past the retry deadline (retryTimeout=" + seconds(timeout) + ")");
        }
        return new Verdict.Retry(delay);
    }

    private Duration delay(int attempt, OpenAiException failure) {
        double backoff = Math.min(
                nanos(maxDelay),
                nanos(initialDelay) * Math.pow(2, attempt - 1) * (isOverload(failure) ? OVERLOAD_FACTOR : 1));
        Duration jittered = Duration.ofNanos((long) (backoff * random.getAsDouble()));
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        Duration spread = asked.plusNanos((long) (nanos(asked) * SERVER_WAIT_JITTER * random.getAsDouble()));
        return longer(jittered, spread);
    }

    private static boolean isOverload(OpenAiException failure) {
        return failure.status() == 503 || "slow_down".equals(failure.code());
    }

    private static double nanos(Duration duration) {
        return duration.toMillis() * 1e6;
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() < 10_000 ? duration.toMillis() + "ms" : duration.toSeconds() + "s";
    }
}
