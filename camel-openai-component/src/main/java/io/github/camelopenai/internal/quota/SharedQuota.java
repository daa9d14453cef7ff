// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota;

import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.quota.QuotaStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes leases for one throttle from a store that other processes take from too. Guarded by the throttle's lock. */
public final class SharedQuota {
    /*
     * 1. A call leaves when both its leases and the throttle's own ledger allow it. The ledger sees in the headers what all
     *    processes use, so it stays the guard against whatever the store does not know.
     * 2. Each dimension has leases of its own: what is taken of one is kept while the other is waited for. A lease is for
     *    the calls that wait, up to a quarter of a second of the limit, and goes back when nothing was sent for a second.
     * 3. A refused lease says when to ask again; a tenth of that at random keeps processes from asking together.
     * 4. Once a second the store's bucket is compared with what the headers say. Too much in it is taken out; too little is
     *    put in, by half, as a bucket that is new to the store begins nearly empty. Each member moves its part only.
     * 5. When the store fails, the policy decides; it is asked again each second. What was used meanwhile is charged when
     *    it is back, and leases begin at nothing.
     */
    private static final Logger LOG = LoggerFactory.getLogger(SharedQuota.class);

    private static final long SECOND = 1_000_000_000L;
    private static final double LEASE_SECONDS = 0.25;
    private static final double NOTICED = 0.05;

    private final QuotaStore store;
    private final StoreFailure policy;
    private final Executor threads;
    private final Consumer<Runnable> underLock;
    private final DoubleSupplier random;
    private final List<LeasedDimension> dimensions;
    private boolean failing;
    private int members = 1;
    private long comparedAt;
    private long usedAt;

    /**
     * What a shared quota needs.
     *
     * @param store     where buckets are kept
     * @param policy    what to do without it
     * @param random    keeps members apart; uniform in 0 (inclusive) to 1 (exclusive)
     */
    public record Sharing(QuotaStore store, StoreFailure policy, DoubleSupplier random) {}

    /**
     * @param threads   where answers of the store are dealt with; never its own
     * @param underLock runs something under the throttle's lock and then serves those that wait
     */
    SharedQuota(
            Sharing sharing, String key, Ledger ledger, Executor threads, Consumer<Runnable> underLock, Ticker ticker) {
        this.store = sharing.store();
        this.policy = sharing.policy();
        this.threads = threads;
        this.underLock = underLock;
        this.random = sharing.random();
        this.dimensions = List.of(
                new LeasedDimension(key + " requests", ledger.requests(), ticker),
                new LeasedDimension(key + " tokens", ledger.tokens(), ticker));
        this.comparedAt = ticker.nanos();
        this.usedAt = comparedAt;
    }

    /** Nanoseconds until the leases may allow a call; 0 when they do now. Asks the store for what is missing. */
    long nanosUntil(double tokens, double queuedTokens, int queued, long now) {
        usedAt = now;
        compare(now);
        return Math.max(wait(dimensions.get(0), 1, queued, now), wait(dimensions.get(1), tokens, queuedTokens, now));
    }

    private long wait(LeasedDimension dimension, double amount, double queued, long now) {
        if (dimension.limit() == 0 || amount <= 0) {
            return 0;
        }
        if (failing) {
            probe(dimension, now);
            return switch (policy) {
                case OPEN -> 0;
                case CLOSED -> Math.max(1, dimension.askAt - now);
                case SHARE -> dimension.fallback(members, now).nanosUntil(amount, now);
            };
        }
        double missing = Math.min(amount, dimension.limit()) - dimension.balance;
        if (missing <= 0) {
            return 0;
        }
        if (!dimension.asked && now >= dimension.askAt) {
            ask(dimension, missing, Math.max(missing, Math.min(queued, dimension.limit() / 60.0 * LEASE_SECONDS)));
        }
        return dimension.asked ? Long.MAX_VALUE / 4 : Math.max(1, dimension.askAt - now);
    }

    private void ask(LeasedDimension dimension, double need, double want) {
        dimension.asked = true;
        long atLeast = Math.max(1, (long) Math.ceil(need));
        await(store.lease(dimension.bucket(), atLeast, Math.max(atLeast, (long) Math.ceil(want))), dimension, lease -> {
            dimension.balance += lease.granted();
            if (!lease.isGranted()) {
                dimension.askAt = dimension.now() + jittered(lease.retryAfter());
            }
        });
    }

    private void probe(LeasedDimension dimension, long now) {
        if (!dimension.asked && now >= dimension.askAt) {
            dimension.asked = true;
            await(store.available(dimension.bucket()), dimension, level -> back(dimension));
        }
    }

    private <T> void await(CompletionStage<T> answer, LeasedDimension dimension, Consumer<T> then) {
        answer.whenComplete((value, failure) -> threads.execute(() -> underLock.accept(() -> {
            dimension.asked = false;
            if (failure != null) {
                failed(dimension, failure);
            } else {
                then.accept(value);
            }
        })));
    }

    private void failed(LeasedDimension dimension, Throwable failure) {
        dimension.askAt = dimension.now() + SECOND;
        if (!failing) {
            failing = true;
            LOG.warn(
                    "The quota store does not answer ({}); until it does, storeFailure={} decides",
                    failure.getCause() == null
                            ? failure.toString()
                            : failure.getCause().toString(),
                    policy.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private void back(LeasedDimension dimension) {
        dimension.askAt = dimension.now();
        if (failing) {
            failing = false;
            LOG.info("The quota store answers again");
            for (LeasedDimension each : dimensions) {
                forgetAnswer(each.settleDebt(store));
            }
        }
    }

    private long jittered(Duration wait) {
        return (long) (wait.toNanos() * (1 + 0.1 * random.getAsDouble()));
    }

    /** A call leaves. */
    void take(double tokens, long now) {
        dimensions.get(0).take(1, failing, members, now);
        dimensions.get(1).take(tokens, failing, members, now);
    }

    /** A part of what a call had taken was not used, or more was when negative. */
    void returned(double requests, double tokens) {
        dimensions.get(0).returned(requests, failing);
        dimensions.get(1).returned(tokens, failing);
        if (!failing) {
            dimensions.forEach(dimension ->
                    forgetAnswer(dimension.giveBackBeyond(2 * dimension.limit() / 60.0 * LEASE_SECONDS, store)));
        }
    }

    /** Gives back what has not been used for a second; true when there is nothing left to give. */
    boolean giveBackIfIdle(long now) {
        if (now - usedAt >= SECOND && !failing) {
            giveBackAll();
        }
        return dimensions.stream().noneMatch(dimension -> dimension.balance >= 1);
    }

    void giveBackAll() {
        dimensions.forEach(dimension -> forgetAnswer(dimension.giveBackBeyond(0, store)));
    }

    private void compare(long now) {
        if (failing || now - comparedAt < SECOND) {
            return;
        }
        comparedAt = now;
        for (LeasedDimension dimension : dimensions) {
            if (dimension.limit() > 0) {
                store.members(dimension.bucket())
                        .whenComplete((count, failure) -> threads.execute(
                                () -> underLock.accept(() -> members = count == null ? members : count)));
                store.available(dimension.bucket())
                        .whenComplete((level, failure) ->
                                threads.execute(() -> underLock.accept(() -> correct(dimension, level))));
            }
        }
    }

    private void correct(LeasedDimension dimension, Long inStore) {
        Meter meter = dimension.meter();
        if (inStore == null || meter == null || !meter.heard() || failing) {
            return;
        }
        double apart = inStore - meter.level(dimension.now());
        if (apart > meter.perMinute() * NOTICED) {
            forgetAnswer(store.charge(dimension.bucket(), (long) (apart / members)));
        } else if (apart < -meter.perMinute() * NOTICED && meter.kind() == Shape.Kind.BUCKET) {
            forgetAnswer(store.giveBack(dimension.bucket(), (long) (-apart / 2 / members)));
        }
    }

    /** A call that fails is noticed by the next lease. */
    private static void forgetAnswer(CompletionStage<Void> answer) {
        answer.whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.debug("The quota store did not take a correction", failure);
            }
        });
    }

    /** Whether the store cannot be reached at the moment. */
    boolean isFailing() {
        return failing;
    }
}
