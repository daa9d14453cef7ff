// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.FakeTransport;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.SampleSettings;
import io.github.camelopenai.internal.client.call.Transport;
import io.github.camelopenai.internal.quota.Throttles;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.retry.RetryBudget;
import io.github.camelopenai.internal.retry.RetryPolicy;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The last attempt begins two seconds after the first failure at the latest, whatever the server says and whatever it waits for. */
class RetryDeadlineTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private Throttles throttles = new Throttles(ticker, timer, new InTurn());
    private FakeTransport network = new FakeTransport();

    private static HttpCall<Object> call() {
        return new HttpCall<>(
                "/embeddings",
                new Payload.Json(new byte[0]),
                "text-embedding-3-large",
                Cost.ofTokens(10),
                (head, body) -> body,
                false,
                value -> Used.UNKNOWN,
                null);
    }

    private CompletableFuture<Reply<Object>> send(Duration maxDelay, CallProgress progress) {
        Random random = new Random(1);
        RetryPolicy policy = new RetryPolicy(1_000, Duration.ofMillis(1), maxDelay, TIMEOUT, random::nextDouble);
        Transport throttled = new ThrottledTransport(network, SampleSettings.of("http://server/v1"), throttles);
        return new RetryingTransport(throttled, policy, new RetryBudget(ticker), timer, ticker).send(call(), progress);
    }

    private static OpenAiException busy(Integer retryAfterMillis) {
        Duration wait = retryAfterMillis == null ? null : Duration.ofMillis(retryAfterMillis);
        return new OpenAiRateLimitException(
                "busy", new ErrorDetails(429, "rate_limit_exceeded", null, null, null, 1, wait, true), null);
    }

    private static OpenAiException broken() {
        return new OpenAiServerException("broken", new ErrorDetails(500, null, null, null, null, 1, null, true), null);
    }

    /** How the call fails whose attempts all fail at once; the first of them right now. */
    private OpenAiException failure(Duration maxDelay, CallProgress progress, Supplier<OpenAiException> failures) {
        for (int attempt = 0; attempt < 300; attempt++) {
            network.fail(failures.get());
        }
        long begun = ticker.nanos();
        CompletableFuture<Reply<Object>> answer = send(maxDelay, progress);
        while (!answer.isDone()) {
            timer.runNext();
        }
        assertThat(Duration.ofNanos(ticker.nanos() - begun)).isLessThanOrEqualTo(TIMEOUT);
        OpenAiException failure = (OpenAiException)
                catchThrowableOfType(ExecutionException.class, answer::get).getCause();
        assertThat(failure.attempts()).isEqualTo(progress.attempts());
        return failure;
    }

    @ParameterizedTest
    @CsvSource({", 1", ", 60000", "0, 1", "1, 1", "300, 1", "900, 60000", "1900, 1", "2100, 1", "86400000, 1"})
    void aRejectionIsRepeatedUntilThenAndItsFailureIsTold(Integer retryAfter, int maxDelay) {
        CallProgress progress = new CallProgress(Lane.DEFAULT, false);

        OpenAiException failure = failure(Duration.ofMillis(maxDelay), progress, () -> busy(retryAfter));

        assertThat(failure).isInstanceOf(OpenAiRateLimitException.class);
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure).hasMessageContaining("busy").hasMessageContaining("retryTimeout=2000ms");
        if (progress.attempts() > 1) {
            assertThat(failure.getMessage())
                    .containsPattern("; " + progress.attempts() + " attempts, the first failure \\d+ms ago");
        }
    }

    @Test
    void aServerThatAsksForNoWaitIsNotAskedHundredsOfTimes() {
        CallProgress progress = new CallProgress(Lane.DEFAULT, false);

        failure(Duration.ofMillis(1), progress, () -> busy(0));

        assertThat(progress.attempts()).isBetween(4, 12);
    }

    /** A call that follows the tools of a round is one like the first. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverFailuresAreMixed(long seed) {
        for (int world = 0; world < 30; world++) {
            Random random = new Random(seed * 1_000 + world);
            network = new FakeTransport();
            throttles = new Throttles(ticker, timer, new InTurn());
            int kind = random.nextInt(4);
            Supplier<OpenAiException> failures = () -> switch (random.nextInt(kind + 1)) {
                case 0 -> busy(null);
                case 1 -> broken();
                case 2 -> busy(random.nextInt(700));
                default -> busy(0);
            };

            OpenAiException failure = failure(
                    Duration.ofMillis(1 + random.nextInt(900)),
                    new CallProgress(Lane.DEFAULT, world % 2 == 0),
                    failures);

            assertThat(failure.status()).isIn(429, 500);
        }
    }
}
