// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps the buckets in Redis, or in any other storage that Bucket4j supports. Thread-safe. Every stage completes within
 * 800 ms.
 *
 * <p>Needs {@code bucket4j_jdk17-core} on the class path, and {@code bucket4j_jdk17-lettuce} with {@code lettuce-core}
 * for Redis; they do not come with the component.
 *
 * <p>Redis keeps numbers only, and each process refills the bucket by its own clock. A process whose clock is ahead by
 * a second takes that second's units early, once; the clocks must therefore be synchronised (NTP).
 *
 * <p>Processes that state different numbers for one bucket overwrite each other's numbers at the first use and at each
 * change; the last one wins.
 */
public final class Bucket4jQuotaStore implements QuotaStore {
    /*
     * 1. A lease first asks for all that it wants. A refusal reports how much there is and writes nothing; if that is
     *    enough, the lease asks for that amount. Taking what there is and returning an insufficient amount would make
     *    others wait in between.
     * 2. So a refusal costs one message to Redis (read), a grant two (read, swap), a part of the wanted amount three;
     *    measured on one machine, a refusal takes as long as a PING and a grant as long as two. The first use of a
     *    bucket costs some more: it writes the bucket's numbers, in case another process has left others.
     * 3. When too many processes swap at once, Bucket4j gives up. The store is not down then, so a lease is refused for
     *    a moment; other operations start again.
     * 4. An answer after the time limit is undone: no call waits for those units any more.
     */
    private static final long ANSWER_MILLIS = 800;
    private static final int PARTS = 4;
    private static final int ROUNDS = 3;
    private static final Duration CROWD_PASSES_AFTER = Duration.ofMillis(100);
    private static final long NANOS_PER_MINUTE = Duration.ofMinutes(1).toNanos();

    private final Backend backend;
    private final Map<String, QuotaBucket> stated = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * A store over buckets that the caller has made and closes: for Hazelcast, a Redis cluster and all other storage
     * that Bucket4j supports. Configure a request timeout, a retry limit and an expiry; its defaults have none of them.
     *
     * @param buckets with names as keys; from a proxy manager that supports asynchronous mode
     * @param members the count that {@link #members} returns; at least 1. The units that others hold are not known
     *     then, so that large calls of one member are rejected more often
     * @throws IllegalArgumentException if {@code members} is below 1
     */
    public Bucket4jQuotaStore(AsyncProxyManager<String> buckets, int members) {
        this(Backend.of(buckets, atLeastOne(members)));
    }

    Bucket4jQuotaStore(Backend backend) {
        this.backend = backend;
    }

    /**
     * A store in a Redis server, version 5 or newer. Returns before there is a connection; a server that is down is
     * detected when the store is used. Close the store to close the connection.
     *
     * @param uri    {@code redis://} or {@code rediss://} with user, password, host, port and database as needed
     * @param prefix the start of all key names, before a colon; all processes that share a quota use the same prefix
     * @throws IllegalArgumentException if the URI cannot be read; the message does not repeat it
     */
    public static Bucket4jQuotaStore redis(String uri, String prefix) {
        return redis(uri, prefix, TimeMeter.SYSTEM_MILLISECONDS);
    }

    static Bucket4jQuotaStore redis(String uri, String prefix, TimeMeter clock) {
        return new Bucket4jQuotaStore(new RedisBackend(uri, prefix, clock));
    }

    private static int atLeastOne(int members) {
        if (members < 1) {
            throw new IllegalArgumentException("members must be at least 1 but was " + members);
        }
        return members;
    }

    @Override
    public CompletionStage<Lease> lease(QuotaBucket bucket, long need, long want) {
        Amounts.check(bucket, need, want);
        long most = Math.min(want, bucket.capacity());
        return answer(
                () -> with(bucket, proxy -> take(bucket, proxy, need, most, PARTS)
                        .exceptionallyCompose(Bucket4jQuotaStore::refusedByCrowd)),
                tooLate -> giveBack(bucket, tooLate.granted()));
    }

    /**
     * Asks for the wanted amount; if there is less, but enough, asks for that, a limited number of times: others take
     * too.
     */
    private CompletableFuture<Lease> take(QuotaBucket bucket, AsyncBucketProxy proxy, long need, long most, int tries) {
        return proxy.tryConsumeAndReturnRemaining(most).thenCompose(probe -> {
            if (probe.isConsumed()) {
                return CompletableFuture.completedFuture(Lease.of(most));
            }
            long there = probe.getRemainingTokens();
            if (there < need) {
                return CompletableFuture.completedFuture(Lease.refused(waitFor(bucket, need, most, probe)));
            }
            return take(bucket, proxy, need, tries > 1 ? Math.min(there, most) : need, tries - 1);
        });
    }

    /** The probe reports the wait for the largest amount; the needed amount is available earlier. */
    private Duration waitFor(QuotaBucket bucket, long need, long most, ConsumptionProbe probe) {
        long nanos = probe.getNanosToWaitForRefill();
        if (nanos == Long.MAX_VALUE) { // the bucket is smaller than our numbers: another process has stated its own
            stated.remove(bucket.name());
            return Duration.ofNanos(nanosFor(bucket, need - probe.getRemainingTokens()));
        }
        return Duration.ofNanos(Math.max(1, nanos - nanosFor(bucket, most - need)));
    }

    private static long nanosFor(QuotaBucket bucket, long amount) {
        return (long) (amount * ((double) NANOS_PER_MINUTE / bucket.perMinute()));
    }

    @Override
    public CompletionStage<Void> giveBack(QuotaBucket bucket, long amount) {
        Amounts.check(amount);
        return answer(
                () -> with(bucket, proxy -> amount == 0 ? nothing() : patiently(() -> proxy.addTokens(amount), ROUNDS)),
                done -> {});
    }

    @Override
    public CompletionStage<Void> charge(QuotaBucket bucket, long amount) {
        Amounts.check(amount);
        return answer(
                () -> with(
                                bucket,
                                proxy -> amount == 0
                                        ? nothing()
                                        : patiently(() -> proxy.consumeIgnoringRateLimits(amount), ROUNDS))
                        .thenApply(nanosOfDebt -> null),
                done -> {});
    }

    @Override
    public CompletionStage<Long> available(QuotaBucket bucket) {
        return answer(() -> with(bucket, AsyncBucketProxy::getAvailableTokens), late -> {});
    }

    @Override
    public CompletionStage<QuotaMembers> members(QuotaBucket bucket, long held) {
        Amounts.check(held);
        return answer(() -> backend.members(bucket.name(), held), late -> {});
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            backend.close();
        }
    }

    private <T> CompletableFuture<T> with(QuotaBucket bucket, Function<AsyncBucketProxy, CompletableFuture<T>> action) {
        return backend.buckets().thenCompose(buckets -> {
            AsyncBucketProxy proxy =
                    buckets.getProxy(bucket.name(), () -> CompletableFuture.completedFuture(configuration(bucket)));
            return state(bucket, proxy).thenCompose(stated -> action.apply(proxy));
        });
    }

    /** Writes our numbers to the store once; the level is kept. */
    private CompletableFuture<Void> state(QuotaBucket bucket, AsyncBucketProxy proxy) {
        if (bucket.equals(stated.get(bucket.name()))) {
            return nothing();
        }
        return patiently(
                        () -> proxy.replaceConfiguration(configuration(bucket), TokensInheritanceStrategy.AS_IS),
                        ROUNDS)
                .thenAccept(replaced -> stated.put(bucket.name(), bucket));
    }

    private static CompletableFuture<Lease> refusedByCrowd(Throwable failure) {
        return isCrowd(failure)
                ? CompletableFuture.completedFuture(Lease.refused(CROWD_PASSES_AFTER))
                : CompletableFuture.failedFuture(failure);
    }

    /** Starts again under contention, a limited number of times; the time limit of the answer covers all attempts. */
    private static <T> CompletableFuture<T> patiently(Supplier<CompletableFuture<T>> swap, int rounds) {
        return swap.get()
                .exceptionallyCompose(failure -> rounds > 1 && isCrowd(failure)
                        ? patiently(swap, rounds - 1)
                        : CompletableFuture.failedFuture(failure));
    }

    /**
     * Whether Bucket4j has given up swapping: it has no type for that; its other failures here are of derived types.
     */
    private static boolean isCrowd(Throwable failure) {
        return cause(failure).getClass() == BucketExecutionException.class;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static BucketConfiguration configuration(QuotaBucket bucket) {
        return BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(bucket.capacity())
                        .refillGreedy(bucket.perMinute(), Duration.ofMinutes(1))
                        .initialTokens(bucket.initialLevel()))
                .build();
    }

    private static <T> CompletableFuture<T> nothing() {
        return CompletableFuture.completedFuture(null);
    }

    /** The outcome of the work, or a failure after the time limit; a later outcome goes to the consumer. */
    private <T> CompletionStage<T> answer(Supplier<CompletableFuture<T>> work, Consumer<T> tooLate) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("the quota store is closed"));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        begin(work).whenComplete((value, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (!answer.complete(value)) {
                tooLate.accept(value);
            }
        });
        return answer.orTimeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure)));
    }

    private static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static IllegalStateException explained(Throwable failure) {
        Throwable cause = cause(failure);
        String what = cause instanceof TimeoutException
                ? "did not answer within " + ANSWER_MILLIS + " ms"
                : "failed: " + cause.getMessage();
        return new IllegalStateException("the quota store " + what, cause);
    }
}
