// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keeps the buckets in this JVM: for several Camel contexts in one process, and for tests. Every stage is complete when
 * it is returned. Thread-safe.
 */
public final class InMemoryQuotaStore implements QuotaStore {

    private static final long HEARTBEAT_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoClock;
    private final Map<String, Level> levels; // shared with all joined stores, and their lock
    private volatile boolean closed;

    /** A store on the clock of the JVM. */
    public InMemoryQuotaStore() {
        this(System::nanoTime);
    }

    /**
     * A store on the caller's clock.
     *
     * @param nanoClock nanoseconds since an arbitrary origin; never goes back
     */
    public InMemoryQuotaStore(LongSupplier nanoClock) {
        this(nanoClock, new HashMap<>());
    }

    private InMemoryQuotaStore(LongSupplier nanoClock, Map<String, Level> levels) {
        this.nanoClock = nanoClock;
        this.levels = levels;
    }

    /** Another store over the same buckets, which {@link #members} counts as a separate member. */
    public InMemoryQuotaStore join() {
        return new InMemoryQuotaStore(nanoClock, levels);
    }

    @Override
    public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
        Amounts.check(bucket, need, want);
        return answer(() -> level(bucket).lease(bucket, need, Math.min(want, bucket.capacity())));
    }

    @Override
    public CompletionStage<Void> giveBack(QuotaBucket bucket, long amount) {
        Amounts.check(amount);
        return answer(() -> level(bucket).add(bucket, amount));
    }

    @Override
    public CompletionStage<Void> charge(QuotaBucket bucket, long amount) {
        Amounts.check(amount);
        return answer(() -> level(bucket).add(bucket, -amount));
    }

    @Override
    public CompletionStage<Long> available(QuotaBucket bucket) {
        return answer(() -> level(bucket).units());
    }

    @Override
    public CompletionStage<QuotaMembers> members(QuotaBucket bucket, long held) {
        Amounts.check(held);
        return answer(() -> level(bucket).membersAfter(this, held, nanoClock.getAsLong()));
    }

    @Override
    public void close() {
        synchronized (levels) {
            closed = true;
            levels.values().forEach(level -> level.seen.remove(this));
        }
    }

    private <T> CompletionStage<T> answer(Supplier<T> action) {
        synchronized (levels) {
            return closed
                    ? CompletableFuture.failedFuture(new IllegalStateException("the quota store is closed"))
                    : CompletableFuture.completedFuture(action.get());
        }
    }

    /** The bucket's level at this moment. Needs the lock. */
    private Level level(QuotaBucket bucket) {
        long now = nanoClock.getAsLong();
        Level level = levels.computeIfAbsent(bucket.name(), name -> new Level(bucket, now));
        level.refill(bucket, now);
        return level;
    }

    /** One bucket. Guarded by the lock of the store. */
    private static final class Level {

        private static final double NANOS_PER_MINUTE = 60e9;
        private static final double ROUNDING = 1e-6; // a sum of many refills may fall short of a whole unit

        private record Beat(long at, long held) {}

        private final Map<InMemoryQuotaStore, Beat> seen = new HashMap<>();
        private QuotaBucket numbers;
        private double units;
        private long at;

        Level(QuotaBucket bucket, long nowNanos) {
            numbers = bucket;
            units = bucket.initialLevel();
            at = nowNanos;
        }

        /** Refills by the previous numbers, then switches to those of the call. */
        void refill(QuotaBucket bucket, long nowNanos) {
            double gained = (nowNanos - at) * (numbers.perMinute() / NANOS_PER_MINUTE);
            units = Math.min(bucket.capacity(), Math.min(numbers.capacity(), units + gained));
            at = nowNanos;
            numbers = bucket;
        }

        Lease lease(QuotaBucket bucket, long need, long want) {
            long there = units();
            if (there < need) {
                double nanos = (need - units) * NANOS_PER_MINUTE / bucket.perMinute();
                return Lease.refused(Duration.ofNanos((long) Math.ceil(nanos)));
            }
            long granted = Math.min(there, want);
            units -= granted;
            return Lease.of(granted);
        }

        Void add(QuotaBucket bucket, long amount) {
            units = Math.min(bucket.capacity(), units + amount);
            return null;
        }

        long units() {
            return (long) Math.floor(units + ROUNDING);
        }

        QuotaMembers membersAfter(InMemoryQuotaStore member, long held, long nowNanos) {
            seen.put(member, new Beat(nowNanos, held));
            seen.values().removeIf(last -> nowNanos - last.at() > HEARTBEAT_NANOS);
            return new QuotaMembers(
                    seen.size(), seen.values().stream().mapToLong(Beat::held).sum());
        }
    }
}
