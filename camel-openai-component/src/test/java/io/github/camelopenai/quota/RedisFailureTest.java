// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.quota;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a call when Redis is down, slow or back again. Real time; the limits are wide. */
@Timeout(30)
class RedisFailureTest {

    private static final QuotaBucket BUCKET = new QuotaBucket("account/gpt/tokens", 600, 600);
    /** Long for a busy machine, and sooner than the Redis client gives up by itself. */
    private static final Duration SOON = Duration.ofSeconds(9);

    private static final List<Function<QuotaStore, CompletionStage<?>>> CALLS = List.of(
            store -> store.lease(BUCKET, 1, 5),
            store -> store.giveBack(BUCKET, 1),
            store -> store.charge(BUCKET, 1),
            store -> store.available(BUCKET),
            store -> store.members(BUCKET, 0));

    private LocalRedis redis;
    private Bucket4jQuotaStore store;

    @BeforeEach
    void start() {
        redis = LocalRedis.started();
        store = Bucket4jQuotaStore.redis(redis.uri(), "quota");
    }

    @AfterEach
    void stop() {
        store.close();
        redis.close();
    }

    @Test
    void everyCallFailsSoonWhenTheServerIsDown() {
        reach();

        redis.stop();

        assertEveryCallFailsSoon(store);
    }

    @Test
    void everyCallFailsSoonWhenTheServerWasNeverThere() {
        redis.stop();

        try (QuotaStore early = Bucket4jQuotaStore.redis(redis.uri(), "quota")) {
            assertEveryCallFailsSoon(early);
        }
    }

    @Test
    void worksAgainWhenTheServerIsBack() {
        reach();
        redis.stop();
        assertEveryCallFailsSoon(store);

        redis.start();

        assertThat(reach()).as("begins small: the server has lost its memory").isEqualTo(10);
        assertThat(QuotaStoreContract.get(store.members(BUCKET, 0)).count()).isEqualTo(1);
    }

    @Test
    void worksAsSoonAsTheServerIsThereForTheFirstTime() {
        redis.stop();
        try (QuotaStore early = Bucket4jQuotaStore.redis(redis.uri(), "quota")) {
            assertEveryCallFailsSoon(early);

            redis.start();

            assertThat(availableInTheEnd(early)).isEqualTo(10);
        }
    }

    @Test
    void everyCallFailsSoonWhenTheServerIsTooSlow() {
        reach();

        redis.with(connection -> connection.async().clientPause(3_000));

        assertEveryCallFailsSoon(store);
    }

    @Test
    void waitsForAServerThatIsALittleSlow() {
        reach();

        redis.with(connection -> connection.async().clientPause(200));

        assertThat(QuotaStoreContract.get(store.lease(BUCKET, 1, 1)).isGranted())
                .isTrue();
    }

    @Test
    void everyCallFailsSoonWhenTheServerTakesTheConnectionAndSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                QuotaStore mute = Bucket4jQuotaStore.redis("redis://127.0.0.1:" + silent.getLocalPort(), "quota")) {
            assertEveryCallFailsSoon(mute);
        }
    }

    @Test
    void manyCallsFailTogetherWhenTheServerIsTooSlow() {
        reach();
        redis.with(connection -> connection.async().clientPause(3_000));

        List<? extends CompletionStage<?>> calls =
                Stream.generate(() -> store.lease(BUCKET, 1, 1)).limit(200).toList();

        assertThat(calls).allSatisfy(RedisFailureTest::assertFailsSoon);
    }

    @Test
    void theMessageSaysWhatIsWrong() {
        reach();
        redis.with(connection -> connection.async().clientPause(3_000));

        assertThatThrownBy(() -> store.available(BUCKET).toCompletableFuture().get(20, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the quota store ");
    }

    @Test
    void closesSoonWhenTheServerIsDown() {
        reach();
        redis.stop();

        long before = System.nanoTime();
        store.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
    }

    private long reach() {
        return availableInTheEnd(store);
    }

    private static long availableInTheEnd(QuotaStore store) {
        return Eventually.get(
                () -> store.available(BUCKET).toCompletableFuture().get(1, SECONDS));
    }

    /** All at once, so that the pause of a slow server is longer than the test. */
    private static void assertEveryCallFailsSoon(QuotaStore store) {
        List<? extends CompletionStage<?>> calls =
                CALLS.stream().map(call -> call.apply(store)).toList();

        assertThat(calls).allSatisfy(RedisFailureTest::assertFailsSoon);
    }

    private static void assertFailsSoon(CompletionStage<?> call) {
        assertThat(call.toCompletableFuture())
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IllegalStateException.class);
    }
}
