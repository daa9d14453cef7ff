// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.openaijava;

import io.github.camelopenai.benchmarks.quota.client.Setting;
import io.github.camelopenai.benchmarks.quota.work.Job;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Resilience4j's retry around its rate limiters, in front of a client that calls. Thread-safe. */
final class LimitedCalls implements BlockingCalls {
    /*
     * 1. A retry with its defaults, three attempts half a second apart, so the client inside should not retry itself.
     * 2. Every attempt pays: one request, and prompt plus max_tokens where tokens are limited too.
     * 3. A limiter's own default is to give a call up after five seconds, which loses nearly all of a backlog. Whoever has
     *    one waits, so this waits as long as it ever takes.
     */
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration RETRY_WAIT = Duration.ofMillis(RetryConfig.DEFAULT_WAIT_DURATION);

    private final BlockingCalls inner;
    private final double scale;
    private final RateLimiter requests;
    private final Optional<RateLimiter> tokens;
    private final Retry retry;

    private LimitedCalls(Setting setting, BlockingCalls inner, boolean limitsTokens) {
        this.inner = inner;
        scale = setting.scale();
        requests = limiter("requests", setting.requestsPerMinute());
        tokens = limitsTokens ? Optional.of(limiter("tokens", setting.tokensPerMinute())) : Optional.empty();
        retry = Retry.of(
                "retry", RetryConfig.custom().waitDuration(scaled(RETRY_WAIT)).build());
    }

    /** Limits requests only. */
    static LimitedCalls ofRequests(Setting setting, BlockingCalls inner) {
        return new LimitedCalls(setting, inner, false);
    }

    /** Limits requests and tokens. */
    static LimitedCalls ofRequestsAndTokens(Setting setting, BlockingCalls inner) {
        return new LimitedCalls(setting, inner, true);
    }

    @Override
    public void call(Job job) throws Exception {
        Callable<Void> call = () -> {
            inner.call(job);
            return null;
        };
        Callable<Void> paid = tokens.map(
                        limiter -> RateLimiter.decorateCallable(limiter, Math.toIntExact(job.reservedTokens()), call))
                .orElse(call);
        retry.executeCallable(RateLimiter.decorateCallable(requests, paid));
    }

    @Override
    public void close() throws Exception {
        inner.close();
    }

    private RateLimiter limiter(String name, long perMinute) {
        return RateLimiter.of(
                name,
                RateLimiterConfig.custom()
                        .limitForPeriod(Math.toIntExact(perMinute))
                        .limitRefreshPeriod(scaled(MINUTE))
                        .timeoutDuration(scaled(LONGEST_WAIT))
                        .build());
    }

    private Duration scaled(Duration virtual) {
        return Duration.ofNanos((long) (virtual.toNanos() / scale));
    }
}
