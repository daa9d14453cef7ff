// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.internal.quota.share.SharedQuota;
import io.github.camelopenai.internal.quota.terms.Limits;
import io.github.camelopenai.internal.quota.terms.QueuePolicy;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import io.github.camelopenai.model.QuotaLevel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One throttle for each account and model family, shared by all endpoints of a component. Thread-safe. */
public final class Throttles implements AutoCloseable {
    /*
     * 1. Model names and keys may come from messages, so their number is not ours to choose.
     * 2. When there are too many, the throttles that rested longest are dropped, if they rested for a minute: limits
     *    per minute are full again by then, and new answers teach the server's behaviour again.
     * 3. When too few rest, further models of an account share one throttle; in the end further accounts share one. A
     *    key keeps its shared throttle until that rests: two throttles would let twice the limit through.
     */
    static final int MAX_KEYS = 256;

    private static final String OTHER_MODELS = "(all other models)";
    private static final QuotaKey OF_ALL = new QuotaKey("(all other accounts)", OTHER_MODELS);
    private static final long MINUTE = 60_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Throttles.class);

    private final Ticker ticker;
    private final Timer timer;
    private final Executor threads;
    private final QueueRoom door = new QueueRoom();
    private final Map<QuotaKey, Entry> entries = new LinkedHashMap<>(); // guarded by this
    private long soughtAt; // guarded by this; the last search for room that failed
    private boolean closed; // guarded by this

    private static final class Entry {
        final Throttle throttle;
        final Limits limits;
        final QueuePolicy policy;
        boolean warned;
        long handedOutAt;

        Entry(Throttle throttle, Limits limits, QueuePolicy policy) {
            this.throttle = throttle;
            this.limits = limits;
            this.policy = policy;
        }

        /** A throttle that was just handed out may be about to be used. */
        long restedFor(long now) {
            return Math.min(throttle.restedFor(now), now - handedOutAt);
        }
    }

    /** @param threads where waiting calls are completed; never the current one */
    public Throttles(Ticker ticker, Timer timer, Executor threads) {
        this.ticker = ticker;
        this.timer = timer;
        this.threads = threads;
        this.soughtAt = ticker.nanos() - SECOND;
    }

    /** The throttle of this key, for this process alone; the first caller sets its limits. */
    public Throttle of(QuotaKey wanted, Limits limits, QueuePolicy policy) {
        return of(wanted, limits, policy, null);
    }

    /**
     * The throttle of this key; the first caller sets its limits.
     *
     * @param sharing how the quota is shared with other processes; null when it is not
     */
    public synchronized Throttle of(QuotaKey wanted, Limits limits, QueuePolicy policy, SharedQuota.Sharing sharing) {
        long now = ticker.nanos();
        QuotaKey key = kept(wanted, now);
        Entry entry = entries.computeIfAbsent(
                key,
                made -> new Entry(
                        new Throttle(made.toString(), limits, policy, sharing, door, ticker, timer, threads),
                        limits,
                        policy));
        entry.handedOutAt = now;
        if (closed) {
            entry.throttle.close();
        } else if (key == wanted && !entry.warned && !(entry.limits.equals(limits) && entry.policy.equals(policy))) {
            warn(key, entry, limits, policy);
            entry.warned = true; // this code runs for each call
        }
        return entry.throttle;
    }

    private QuotaKey kept(QuotaKey wanted, long now) {
        if (entries.containsKey(wanted)) {
            return wanted;
        }
        QuotaKey ofAccount = new QuotaKey(wanted.account(), OTHER_MODELS);
        if (isUsed(ofAccount, now)) {
            return ofAccount;
        }
        if (isUsed(OF_ALL, now)) {
            return OF_ALL;
        }
        if (entries.size() < MAX_KEYS || makeRoom(now)) {
            return wanted;
        }
        return entries.containsKey(ofAccount) || entries.size() < 2 * MAX_KEYS ? ofAccount : OF_ALL;
    }

    private boolean isUsed(QuotaKey shared, long now) {
        Entry entry = entries.get(shared);
        return entry != null && entry.restedFor(now) <= MINUTE;
    }

    /** Searches all of them, so after a failure at most once a second. */
    private boolean makeRoom(long now) {
        if (now - soughtAt < SECOND) {
            return false;
        }
        int tooMany = entries.size() + 1 - MAX_KEYS;
        Map<QuotaKey, Long> rested = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            long restedFor = entry.restedFor(now);
            if (restedFor > MINUTE) {
                rested.put(key, restedFor);
            }
        });
        if (rested.size() < tooMany) {
            soughtAt = now;
            return false;
        }
        rested.entrySet().stream()
                .sorted(Map.Entry.<QuotaKey, Long>comparingByValue().reversed())
                .limit(tooMany)
                .forEach(longest -> entries.remove(longest.getKey()));
        return true;
    }

    private static void warn(QuotaKey key, Entry first, Limits limits, QueuePolicy policy) {
        LOG.warn(
                "Two endpoints give different quota options for {}: {} with {} stays, {} with {} is ignored. Limits belong to"
                        + " the account; set tier, requestsPerMinute, tokensPerMinute, maxConcurrentRequests and maxQueued on"
                        + " the component.",
                key,
                first.limits,
                first.policy,
                limits,
                policy);
    }

    /** The state of all throttles, in the order of their first use. */
    public synchronized List<QuotaLevel> snapshots() {
        return entries.values().stream().map(entry -> entry.throttle.snapshot()).toList();
    }

    /** Ends every wait with an exception. Returning the leases takes a second at most. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> returning;
        synchronized (this) {
            closed = true;
            door.openForEver();
            entries.values().forEach(entry -> entry.throttle.close());
            returning = entries.values().stream()
                    .map(entry -> entry.throttle.returning().toCompletableFuture())
                    .toList();
        }
        CompletableFuture.allOf(returning.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, 1, TimeUnit.SECONDS)
                .join();
    }
}
