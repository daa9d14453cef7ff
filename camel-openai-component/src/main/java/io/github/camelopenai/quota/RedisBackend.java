// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.RetryDecision;
import io.github.bucket4j.distributed.proxy.RetryStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One connection to a Redis server through Lettuce. Thread-safe. */
final class RedisBackend implements Backend {
    /*
     * 1. This component creates the client, because Lettuce's defaults do not fit here: Lettuce keeps the commands of a
     *    lost connection until it is back, and takes up to half a minute to reconnect. A lease that arrives so late is
     *    of no use.
     * 2. The connection starts when the store is created, and no caller waits for it; until the first one succeeds,
     *    each call starts another attempt. Later Lettuce restores it.
     * 3. A bucket is changed by compare-and-swap: read, compute here, write if unchanged. Bucket4j would repeat that at
     *    once and without end; here it waits a random time that grows, and gives up after 200 ms, but not before the
     *    fifth attempt: a process that was halted for a moment is no sign of contention.
     * 4. Members are a sorted set of last heartbeats, by the clock of the server, so that clocks of members do not
     *    count. A hash beside it holds the units of each member; braces keep both in one slot.
     */
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration RETRY_BUDGET = Duration.ofMillis(200);
    private static final int FEWEST_ATTEMPTS = 5;
    private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int QUEUED_COMMANDS = 10_000;

    /** A forgotten bucket starts small again; so it is kept over the pauses between the runs of a job. */
    private static final Duration KEPT_WHEN_FULL = Duration.ofHours(1);

    private static final String BEAT = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. (now - ARGV[2]))
            redis.call('ZADD', KEYS[1], now, ARGV[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
            redis.call('PEXPIRE', KEYS[2], ARGV[2])
            local all = redis.call('HGETALL', KEYS[2])
            local held = 0
            for i = 1, #all, 2 do
              if redis.call('ZSCORE', KEYS[1], all[i]) then
                held = held + all[i + 1]
              else
                redis.call('HDEL', KEYS[2], all[i])
              end
            end
            return {redis.call('ZCARD', KEYS[1]), held}
            """;

    private final byte[] member = bytes(UUID.randomUUID().toString());
    private final Set<String> beating = ConcurrentHashMap.newKeySet();
    private final String prefix;
    private final TimeMeter clock;
    private final RedisURI uri;
    private final ClientResources resources;
    private final RedisClient client;
    private CompletableFuture<Link> link; // guarded by this

    private record Link(StatefulRedisConnection<String, byte[]> connection, AsyncProxyManager<String> buckets) {}

    RedisBackend(String uri, String prefix, TimeMeter clock) {
        this.uri = parse(uri);
        this.prefix = prefix;
        this.clock = clock;
        this.resources = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(
                        Delay.fullJitter(Duration.ofMillis(10), LONGEST_RECONNECT_DELAY, 10, TimeUnit.MILLISECONDS))
                .build();
        this.client = RedisClient.create(resources);
        client.setOptions(options());
        connect();
    }

    private static RedisURI parse(String uri) {
        try {
            RedisURI parsed = RedisURI.create(uri);
            parsed.setTimeout(TIMEOUT);
            return parsed;
        } catch (RuntimeException unreadable) {
            // Not as the cause: its message repeats the URI, which may hold a password.
            throw new IllegalArgumentException(
                    "the URI of the quota store must be like redis://host:6379 or rediss://user:password@host:6379");
        }
    }

    private static ClientOptions options() {
        return ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUED_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
                .build();
    }

    private synchronized CompletableFuture<Link> connect() {
        if (link == null || link.isCompletedExceptionally()) {
            link = client.connectAsync(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), uri)
                    .toCompletableFuture()
                    .thenApply(connection -> new Link(connection, bucketsOver(connection)));
        }
        return link;
    }

    @Override
    public CompletableFuture<AsyncProxyManager<String>> buckets() {
        return connect().thenApply(Link::buckets);
    }

    private AsyncProxyManager<String> bucketsOver(StatefulRedisConnection<String, byte[]> connection) {
        return Bucket4jLettuce.casBasedBuilder(connection)
                .clientClock(clock)
                .requestTimeout(TIMEOUT)
                .retryStrategy(RedisBackend::again)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_WHEN_FULL))
                .build()
                .asAsync()
                .withMapper(this::key);
    }

    /** Up to 2 ms after the first collision, twice that after the next, at most 32 ms. */
    private static RetryDecision again(RetryStrategy.RetryMetadata attempt) {
        if (attempt.getAttemptNumber() >= FEWEST_ATTEMPTS && attempt.getElapsedTimeNanos() > RETRY_BUDGET.toNanos()) {
            return RetryDecision.stop();
        }
        long bound = TimeUnit.MILLISECONDS.toNanos(1L << Math.min(attempt.getAttemptNumber(), 5));
        return RetryDecision.retryAfter(
                Duration.ofNanos(ThreadLocalRandom.current().nextLong(bound)));
    }

    @Override
    public CompletableFuture<QuotaMembers> members(String bucketName, long held) {
        beating.add(bucketName);
        String[] keys = {membersKey(bucketName), heldKey(bucketName)};
        byte[] keptFor = bytes(Long.toString(HEARTBEAT.toMillis()));
        return connect()
                .thenCompose(connected -> connected
                        .connection()
                        .async()
                        .<List<Long>>eval(
                                BEAT, ScriptOutputType.MULTI, keys, member, keptFor, bytes(Long.toString(held))))
                .thenApply(answer -> new QuotaMembers(Math.toIntExact(answer.get(0)), answer.get(1)));
    }

    @Override
    public void close() {
        leave();
        client.shutdown(Duration.ZERO, TIMEOUT);
        resources.shutdown(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(TIMEOUT.toMillis());
    }

    /** Best effort: a member that cannot sign off is forgotten after ten seconds. */
    private void leave() {
        CompletableFuture<?>[] left = beating.stream()
                .map(name -> connect()
                        .thenCompose(connected -> connected.connection().async().zrem(membersKey(name), member)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(left)
                .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(unreachable -> null)
                .join();
    }

    private String key(String bucketName) {
        return prefix + ':' + bucketName;
    }

    private String membersKey(String bucketName) {
        return "{" + key(bucketName) + "}:members";
    }

    private String heldKey(String bucketName) {
        return "{" + key(bucketName) + "}:held";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
