// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real Redis server; the clock of the store is the test's. */
class Bucket4jQuotaStoreTest extends QuotaStoreContract {

    private static LocalRedis redis;

    @BeforeAll
    static void start() {
        redis = LocalRedis.started();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.flush();
    }

    @Override
    QuotaStore newStore() {
        return Bucket4jQuotaStore.redis(redis.uri(), "quota", clock());
    }

    private TimeMeter clock() {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
                return true; // Bucket4j takes no other for a store that processes share
            }
        };
    }

    @Test
    void beginsSmallAgainAfterTheServerLostItsMemory() {
        fill();

        redis.flush();

        assertThat(get(store.lease(BUCKET, 1, 600))).isEqualTo(Lease.of(10));
    }

    @Test
    void aNewStoreFindsTheLevelOfTheOldOne() {
        get(store.charge(BUCKET, 30));
        store.close();

        assertThat(get(open().available(BUCKET))).isEqualTo(-20);
    }

    @Test
    void takesTheNumbersOfTheStoreThatCameLast() {
        fill();
        QuotaStore other = open();
        get(other.available(new QuotaBucket(BUCKET.name(), 60, 60)));

        Lease refused = get(store.lease(BUCKET, 100, 600));

        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(4)); // 40 are missing; it thinks of ten a second
        pass(refused.retryAfter());
        assertThat(get(store.lease(BUCKET, 60, 600)).granted())
                .as("its own numbers again")
                .isEqualTo(60);
        pass(Duration.ofSeconds(60));
        assertThat(get(store.available(BUCKET))).isEqualTo(600);
    }

    @Test
    void namesItsKeysByPrefixAndBucketAndLetsThemExpire() {
        get(store.available(BUCKET));
        get(store.members(BUCKET, 0));

        redis.with(connection -> {
            RedisCommands<String, String> commands = connection.sync();
            assertThat(commands.keys("*"))
                    .containsExactlyInAnyOrder(
                            "quota:account/gpt/tokens",
                            "{quota:account/gpt/tokens}:members",
                            "{quota:account/gpt/tokens}:held");
            assertThat(commands.ttl("quota:account/gpt/tokens"))
                    .as("59 s to refill and an hour")
                    .isBetween(3601L, 3659L);
            assertThat(commands.ttl("{quota:account/gpt/tokens}:members")).isBetween(1L, 10L);
            assertThat(commands.ttl("{quota:account/gpt/tokens}:held")).isBetween(1L, 10L);
        });
    }

    @Test
    void forgetsAMemberThatHasNotAskedForTenSeconds() {
        get(store.members(BUCKET, 0));
        redis.with(connection -> {
            long seconds = Long.parseLong(connection.sync().time().get(0));
            connection.sync().zadd("{quota:account/gpt/tokens}:members", (seconds - 12) * 1000.0, "silent");
            connection.sync().zadd("{quota:account/gpt/tokens}:members", (seconds - 5) * 1000.0, "alive");
        });

        assertThat(get(store.members(BUCKET, 0)).count()).isEqualTo(2);
    }

    @Test
    void aRefusalCostsOneMessageAGrantTwoAndAPartThree() {
        fill();

        assertThat(messagesFor(() -> store.lease(BUCKET, 1, 595))).isEqualTo(new Messages(1, 1));
        assertThat(messagesFor(() -> store.lease(BUCKET, 6, 100))).isEqualTo(new Messages(1, 0));
        assertThat(messagesFor(() -> store.lease(BUCKET, 4, 100))).isEqualTo(new Messages(2, 1));
    }

    @Test
    void aLeaseThatComesTooLateIsGivenBack() {
        CompletableFuture<AsyncProxyManager<String>> connected = new CompletableFuture<>();
        RedisBackend real = new RedisBackend(redis.uri(), "quota", clock());
        QuotaStore slow = new Bucket4jQuotaStore(new Backend() {
            @Override
            public CompletableFuture<AsyncProxyManager<String>> buckets() {
                return connected;
            }

            @Override
            public CompletableFuture<QuotaMembers> members(String bucketName, long held) {
                return real.members(bucketName, held);
            }

            @Override
            public void close() {
                real.close();
            }
        });
        CompletableFuture<Lease> lease = slow.lease(BUCKET, 7, 7).toCompletableFuture();
        assertThat(lease)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("the quota store did not answer within 800 ms");

        redis.with(connection -> {
            connection.sync().configResetstat();
            real.buckets().thenAccept(connected::complete).join();
            // The numbers are written, the units taken, and given back.
            Eventually.get(() -> calls(connection.sync().info("commandstats"), "eval") == 3 ? true : null);
        });

        assertThat(get(store.available(BUCKET))).isEqualTo(10);
        slow.close();
    }

    @Test
    void isMadeFromAUriAndAPrefix() {
        // tag::make[]
        QuotaStore quota = Bucket4jQuotaStore.redis(redis.uri(), "camel-openai");
        // end::make[]

        assertThat(get(quota.members(BUCKET, 0)).count()).isEqualTo(1);
        quota.close();
    }

    @Test
    void refusesAMemberCountBelowOne() {
        assertThatThrownBy(() -> new Bucket4jQuotaStore((AsyncProxyManager<String>) null, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("members must be at least 1 but was 0");
    }

    @Test
    void takesBucketsThatTheCallerHasMade() {
        RedisBackend backend = new RedisBackend(redis.uri(), "quota", clock());
        QuotaStore over = new Bucket4jQuotaStore(backend.buckets().join(), 3);

        assertThat(get(over.lease(BUCKET, 1, 4))).isEqualTo(Lease.of(4));
        assertThat(get(over.members(BUCKET, 0)).count()).isEqualTo(3);
        assertThat(get(store.available(BUCKET))).isEqualTo(6);
        over.close();
        backend.close();
    }

    /** What the store sent to the server: reads and compare-and-swaps. */
    private record Messages(int reads, int swaps) {}

    private static Messages messagesFor(Supplier<CompletionStage<?>> call) {
        AtomicReference<Messages> sent = new AtomicReference<>();
        redis.with(connection -> {
            connection.sync().configResetstat();
            get(call.get());
            String statistics = connection.sync().info("commandstats");
            int swaps = calls(statistics, "eval");
            sent.set(new Messages(calls(statistics, "get") - swaps, swaps)); // a swap reads too, inside the server
        });
        return sent.get();
    }

    private static int calls(String statistics, String command) {
        Matcher found = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(statistics);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    @Test
    void doesNotRepeatAUriThatCannotBeRead() {
        assertThatThrownBy(() -> Bucket4jQuotaStore.redis("redi://:secret@host", "quota"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage("the URI of the quota store must be like redis://host:6379 or"
                        + " rediss://user:password@host:6379");
    }
}
