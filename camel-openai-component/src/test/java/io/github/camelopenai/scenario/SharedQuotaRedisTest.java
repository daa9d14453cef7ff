// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.OpenAiConfiguration;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.model.QuotaLevel;
import io.github.camelopenai.quota.Bucket4jQuotaStore;
import io.github.camelopenai.quota.LocalRedis;
import io.github.camelopenai.test.OpenAiSimulator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two Camel contexts that share their quota in a real Redis, and what becomes of their calls when it does not work. */
@Timeout(180)
@ExtendWith(NothingLeft.class)
class SharedQuotaRedisTest {

    private static final String CHAT = SharedQuotaTest.CHAT;
    private static final int EACH = 80;
    private static final Duration SOON = Duration.ofSeconds(20);

    private LocalRedis redis;
    private OpenAiSimulator openAi;
    private Members members;

    @BeforeEach
    void start() {
        redis = LocalRedis.started();
        openAi = OpenAiSimulator.builder().rateLimitHeaders(false).start();
        members = new Members(openAi);
    }

    @AfterEach
    void stop() {
        members.close();
        openAi.close();
        redis.close();
    }

    private List<CompletableFuture<Exchange>> begin(Consumer<OpenAiConfiguration> options) throws Exception {
        for (int member = 0; member < 2; member++) {
            members.join(Bucket4jQuotaStore.redis(redis.uri(), "test"), own -> {
                own.setRequestsPerMinute(1_200L);
                options.accept(own);
            });
        }
        List<CompletableFuture<Exchange>> calls = members.sendAll(CHAT, EACH);
        openAi.awaitRequests(40, SOON);
        return calls;
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void togetherTheySendNoMoreThanTheLimit() throws Exception {
        Members.assertAnswered(begin(options -> {}));

        assertThat(openAi.requests()).hasSize(2 * EACH);
        SharedQuotaTest.assertPace(openAi, members.begun(), 20, 0);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"share", "open"})
    void theyGoOnWhenItIsGone(String policy) throws Exception {
        List<CompletableFuture<Exchange>> calls = begin(options -> options.setStoreFailure(policy));

        redis.stop();

        Members.assertAnswered(calls);
        assertThat(openAi.requests()).hasSize(2 * EACH);
        assertThat(members.levels()).allMatch(QuotaLevel::storeFailing);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void closedWaitsForItAndSaysWhyItGivesUp() throws Exception {
        List<CompletableFuture<Exchange>> calls = begin(options -> {
            options.setStoreFailure("closed");
            options.setQueueTimeout(12_000);
        });

        redis.stop();

        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(45, TimeUnit.SECONDS);
        List<Exchange> failed = calls.stream()
                .map(CompletableFuture::join)
                .filter(Exchange::isFailed)
                .toList();
        assertThat(failed).isNotEmpty().hasSize(2 * EACH - openAi.requests().size());
        assertThat(failed).allSatisfy(exchange -> assertThat(exchange.getException())
                .isInstanceOf(OpenAiRateLimitException.class)
                .hasMessageContaining("the quota store does not answer"));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"share", "open"})
    void theyShareAgainWhenItIsBack(String policy) throws Exception {
        List<CompletableFuture<Exchange>> calls = begin(options -> options.setStoreFailure(policy));

        redis.stop();
        openAi.awaitRequests(60, SOON);
        redis.start();

        Members.assertAnswered(calls);
        assertThat(openAi.requests()).hasSize(2 * EACH);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void closedGoesOnWhenItIsBack() throws Exception {
        List<CompletableFuture<Exchange>> calls = begin(options -> options.setStoreFailure("closed"));

        redis.stop();
        redis.start();

        Members.assertAnswered(calls);
        SharedQuotaTest.assertPace(openAi, members.begun(), 20, 20);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void itMayForgetEverything() throws Exception {
        List<CompletableFuture<Exchange>> calls = begin(options -> {});

        redis.flush();

        Members.assertAnswered(calls);
        SharedQuotaTest.assertPace(openAi, members.begun(), 20, 20);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(ints = {300, 3_000})
    void itMayBeSlow(int millis) throws Exception {
        List<CompletableFuture<Exchange>> calls = begin(options -> {});

        redis.with(connection -> connection.async().clientPause(millis));

        Members.assertAnswered(calls);
        SharedQuotaTest.assertPace(openAi, members.begun(), 20, 30);
    }

    @EndsUnderWay
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aContextStopsSoonWhileItIsGone() throws Exception {
        List<CompletableFuture<Exchange>> calls = begin(options -> options.setStoreFailure("closed"));
        redis.stop();

        long begun = System.nanoTime();
        members.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
        assertThat(calls).allMatch(CompletableFuture::isDone);
    }
}
