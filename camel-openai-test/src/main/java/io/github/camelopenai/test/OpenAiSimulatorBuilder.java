// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.limit.Limits;
import io.github.camelopenai.test.internal.limit.QuotaBook;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Settings of a simulator. Not thread-safe. */
public final class OpenAiSimulatorBuilder {
    String apiKey = "sk-simulator";
    Duration latency = Duration.ZERO;
    Duration pace = Duration.ZERO;
    ChargeRule chargeRule = ChargeRule.RESERVED_REFUNDED;
    LongSupplier nanos = System::nanoTime;
    double timeScale = 1;
    int recordAtMost = 10_000;
    int port;
    boolean rateLimitHeaders = true;
    RandomFaults faults = new RandomFaults(0, 0);
    private Optional<Limits> limits = Optional.empty();
    private final Map<String, Limits> modelLimits = new HashMap<>();

    OpenAiSimulatorBuilder() {}

    /** The account's tier; unlimited unless set. */
    public OpenAiSimulatorBuilder tier(Tier tier) {
        limits = tier.limits();
        return this;
    }

    /** Requests and tokens per minute of each model; in place of a tier. */
    public OpenAiSimulatorBuilder limits(long requestsPerMinute, long tokensPerMinute) {
        limits = Optional.of(new Limits(requestsPerMinute, tokensPerMinute));
        return this;
    }

    /** Requests and tokens per minute of one model. */
    public OpenAiSimulatorBuilder limits(String model, long requestsPerMinute, long tokensPerMinute) {
        modelLimits.put(model, new Limits(requestsPerMinute, tokensPerMinute));
        return this;
    }

    /** What an answer's real usage changes; the unused reserve is given back unless set. */
    public OpenAiSimulatorBuilder chargeRule(ChargeRule rule) {
        chargeRule = Objects.requireNonNull(rule);
        return this;
    }

    /**
     * Runs the server's time so many times faster than the clock: buckets refill and delays end sooner. Headers and
     * messages go on to speak simulated time, so a client must divide what it waits by the same factor.
     */
    public OpenAiSimulatorBuilder timeScale(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("timeScale must be positive but was " + factor);
        }
        timeScale = factor;
        return this;
    }

    /** The clock of the buckets, in nanoseconds; {@link System#nanoTime} unless set. Delays are always real. */
    public OpenAiSimulatorBuilder nanos(LongSupplier clock) {
        nanos = Objects.requireNonNull(clock);
        return this;
    }

    /** The simulated time every answer takes that no script decides; none unless set. */
    public OpenAiSimulatorBuilder latency(Duration time) {
        latency = Objects.requireNonNull(time);
        return this;
    }

    /** The simulated pause before each event of a stream that no script decides, so that one can watch; none unless set. */
    public OpenAiSimulatorBuilder pace(Duration pause) {
        pace = Objects.requireNonNull(pause);
        return this;
    }

    /** The only key that is accepted; {@code sk-simulator} unless set. */
    public OpenAiSimulatorBuilder apiKey(String key) {
        apiKey = Objects.requireNonNull(key);
        return this;
    }

    /** How many requests are kept, the newest ones; 10,000 unless set. */
    public OpenAiSimulatorBuilder recordAtMost(int requests) {
        if (requests < 1) {
            throw new IllegalArgumentException("recordAtMost must be at least 1 but was " + requests);
        }
        recordAtMost = requests;
        return this;
    }

    /** Whether answers of limited models say what is left; compatible servers often do not. True unless set. */
    public OpenAiSimulatorBuilder rateLimitHeaders(boolean sent) {
        rateLimitHeaders = sent;
        return this;
    }

    /**
     * Fails this share of the requests that no script decides, from 0 to 1; 0 unless set. They fail in every way that a script
     * has: error statuses, resets, stalls of 20 s in simulated time, bodies that are cut, are not JSON or trickle, and broken
     * streams. {@code slow_down} is left out, since clients that heed it send less for a quarter of an hour.
     *
     * @param seed one seed chooses one order of faults; which request meets which depends on the order of the requests
     * @throws IllegalArgumentException when the share is below 0 or above 1
     */
    public OpenAiSimulatorBuilder faults(double share, long seed) {
        faults = new RandomFaults(share, seed);
        return this;
    }

    /** The port on 127.0.0.1; a free one unless set. */
    public OpenAiSimulatorBuilder port(int number) {
        port = number;
        return this;
    }

    /** Starts the server. */
    public OpenAiSimulator start() {
        return new OpenAiSimulator(this);
    }

    QuotaBook quotas() {
        return new QuotaBook(limits, modelLimits);
    }
}
