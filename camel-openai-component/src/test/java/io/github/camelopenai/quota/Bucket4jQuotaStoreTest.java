// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
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
        return Bucket4jQuotaStore.redis(redis.uri(), "quota", new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
                return true; // Bucket4j takes no other for a store that processes share
            }
        });
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
        get(store.members(BUCKET));

        redis.with(connection -> {
            RedisCommands<String, String> commands = connection.sync();
            assertThat(commands.keys("*"))
                    .containsExactlyInAnyOrder("quota:account/gpt/tokens", "quota:account/gpt/tokens:members");
            assertThat(commands.ttl("quota:account/gpt/tokens"))
                    .as("59 s to refill and an hour")
                    .isBetween(3650L, 3659L);
            assertThat(commands.ttl("quota:account/gpt/tokens:members")).isBetween(8L, 10L);
        });
    }

    @Test
    void forgetsAMemberThatHasNotAskedForTenSeconds() {
        get(store.members(BUCKET));
        redis.with(connection -> {
            long seconds = Long.parseLong(connection.sync().time().get(0));
            connection.sync().zadd("quota:account/gpt/tokens:members", (seconds - 12) * 1000.0, "silent");
            connection.sync().zadd("quota:account/gpt/tokens:members", (seconds - 5) * 1000.0, "alive");
        });

        assertThat(get(store.members(BUCKET))).isEqualTo(2);
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
