// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.benchmarks.quota.server;

import io.github.camelopenai.benchmarks.quota.server.Decision.Outcome;
import io.github.camelopenai.benchmarks.quota.work.Job;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;

/** Decides on calls as the server of a setting does. Times must not decrease. Not thread-safe. */
public final class ServerModel {
    /*
     * 1. Requests and tokens are both taken or neither is.
     * 2. Others use their share continuously: before anything else happens, their use up to now is charged in small
     *    steps, so that a refill and its use by others alternate. They never take what is not there.
     * 3. A call that is not served costs at most one request, and never more than there is.
     * 4. The headers are read after the charge.
     */
    private static final long STEP_NANOS = 100_000_000;

    private final ServerSetting setting;
    private final Dimension requests;
    private final Dimension tokens;
    private final Map<Integer, Queue<Charge>> open = new HashMap<>();
    private final Random errors;
    private long passedNanos;
    private boolean halved;
    private boolean slowDownSaid;

    /** Starts a server with nothing used. */
    public ServerModel(ServerSetting setting) {
        this.setting = setting;
        ServerKind kind = setting.kind();
        requests = kind.dimension(setting.requestsPerMinute(), kind.requestCapacity(setting.requestsPerMinute()));
        tokens = kind.dimension(setting.tokensPerMinute(), kind.tokenCapacity(setting.tokensPerMinute()));
        errors = new Random(setting.switches().seed());
    }

    /** Decides on a call that arrives now. A call that is granted must be {@link #complete completed}. */
    public Decision admit(Job job, long nowNanos) {
        pass(nowNanos);
        double needed = setting.rule().atAdmission(job);
        if (slowsDown(nowNanos)) {
            return refuse(Outcome.SLOW_DOWN, needed, nowNanos);
        }
        if (setting.switches().errorShare() > 0
                && errors.nextDouble() < setting.switches().errorShare()) {
            return refuse(Outcome.SERVER_ERROR, needed, nowNanos);
        }
        if (!requests.fits(1, nowNanos)) {
            return refuse(Outcome.REQUESTS_EXHAUSTED, needed, nowNanos);
        }
        if (!tokens.fits(needed, nowNanos)) {
            return refuse(Outcome.TOKENS_EXHAUSTED, needed, nowNanos);
        }
        requests.take(1, nowNanos);
        open.computeIfAbsent(job.id(), id -> new ArrayDeque<>()).add(tokens.take(needed, nowNanos));
        return decision(Outcome.GRANTED, 0, 0, nowNanos);
    }

    /** Ends a call that was granted: its answer leaves now. */
    public void complete(Job job, long nowNanos) {
        pass(nowNanos);
        Queue<Charge> charges = open.get(job.id());
        Charge charge = charges == null ? null : charges.poll();
        if (charge == null) {
            throw new IllegalStateException("job " + job.id() + " was not granted, or completed before");
        }
        switch (setting.rule()) {
            case SETTLE -> tokens.giveBack(charge, (double) job.maxTokens() - job.outputTokens(), nowNanos);
            case ACTUAL -> tokens.take((double) job.outputTokens(), nowNanos);
            case RESERVE -> {
                // Kept.
            }
        }
    }

    /** How many tokens are free; negative in debt. */
    public double freeTokens(long nowNanos) {
        pass(nowNanos);
        return tokens.free(nowNanos);
    }

    /** How many requests are free. */
    public double freeRequests(long nowNanos) {
        pass(nowNanos);
        return requests.free(nowNanos);
    }

    private Decision refuse(Outcome outcome, double needed, long nowNanos) {
        if (setting.switches().rejectedCalls()) {
            requests.takeUpTo(1, nowNanos);
        }
        return switch (outcome) {
            case REQUESTS_EXHAUSTED, TOKENS_EXHAUSTED -> {
                long wait = Math.max(requests.waitNanos(1, nowNanos), tokens.waitNanos(needed, nowNanos));
                yield decision(outcome, outcome == Outcome.REQUESTS_EXHAUSTED ? 1 : (long) needed, wait, nowNanos);
            }
            default -> decision(outcome, 0, 0, nowNanos);
        };
    }

    private Decision decision(Outcome outcome, long asked, long waitNanos, long nowNanos) {
        return new Decision(outcome, requests.reading(nowNanos), tokens.reading(nowNanos), asked, waitNanos);
    }

    private boolean slowsDown(long nowNanos) {
        boolean due = !slowDownSaid
                && setting.switches().slowDownAtNanos().isPresent()
                && nowNanos >= setting.switches().slowDownAtNanos().getAsLong();
        slowDownSaid |= due;
        return due;
    }

    /** Lets time pass for everything that happens by itself. */
    private void pass(long nowNanos) {
        long halvedAt = setting.switches().halvedAtNanos().orElse(Long.MAX_VALUE);
        if (!halved && halvedAt <= nowNanos) {
            passForeign(halvedAt);
            halved = true;
            requests.halve(halvedAt);
            tokens.halve(halvedAt);
        }
        passForeign(nowNanos);
    }

    private void passForeign(long untilNanos) {
        while (passedNanos < untilNanos) {
            long next = Math.min(untilNanos, passedNanos + STEP_NANOS);
            double minutes = (double) (next - passedNanos) / ServerKind.MINUTE_NANOS;
            double used = setting.foreign().shareAt(passedNanos) * (halved ? 0.5 : 1) * minutes;
            if (used > 0) {
                requests.takeUpTo(used * setting.requestsPerMinute(), next);
                tokens.takeUpTo(used * setting.tokensPerMinute(), next);
            }
            passedNanos = next;
        }
    }
}
