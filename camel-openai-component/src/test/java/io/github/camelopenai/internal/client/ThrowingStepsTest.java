// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.CallRegistry;
import io.github.camelopenai.internal.client.call.ClientServices;
import io.github.camelopenai.internal.client.call.ClientSettings;
import io.github.camelopenai.internal.client.call.FakeTransport;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.SampleSettings;
import io.github.camelopenai.internal.client.call.Transport;
import io.github.camelopenai.internal.client.http.OkHttpTransport;
import io.github.camelopenai.internal.quota.Throttles;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.retry.RetryBudget;
import io.github.camelopenai.internal.retry.RetryPolicy;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.internal.time.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** A step of the pipeline that throws instead of failing: the call ends with it, and holds nothing. */
class ThrowingStepsTest {

    private static final HttpCall<Object> CALL = new HttpCall<>(
            "/embeddings",
            new Payload.Json(new byte[0]),
            "text-embedding-3-large",
            Cost.ofTokens(100),
            (head, body) -> body,
            false,
            value -> Used.UNKNOWN,
            null);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final CallRegistry calls = new CallRegistry();
    private final Throttles throttles = new Throttles(ticker, timer, new InTurn());
    private final CallProgress progress = new CallProgress(Lane.DEFAULT, false);

    private static ClientSettings settings() {
        return SampleSettings.of("http://server/v1");
    }

    private OpenAiClient client(ClientSettings settings, Executor threads) {
        ClientServices shared = new ClientServices(
                throttles, new RetryBudget(ticker), calls, timer, ticker, InstantSource.system(), threads);
        return OpenAiClient.create(new OkHttpTransport(new OkHttpClient(), settings, shared), settings, shared);
    }

    private static void endsWith(CompletableFuture<?> call, Throwable failure) {
        assertThat(call)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .isSameAs(failure);
    }

    @Test
    void limitsThatThrowLeaveNoCallRegistered() {
        StackOverflowError failure = new StackOverflowError("on purpose");
        ClientSettings given = settings();
        ClientSettings broken = new ClientSettings(
                given.baseUrl(),
                given.credentials(),
                given.additionalHeaders(),
                given.requestTimeout(),
                given.streamIdleTimeout(),
                family -> {
                    throw failure;
                },
                given.queue(),
                given.patience(),
                given.retryPolicy(),
                null,
                given.maxResponseSize());

        endsWith(client(broken, new InTurn()).send(CALL, Lane.DEFAULT), failure);

        assertThat(calls.size()).isZero();
    }

    @Test
    void anExecutorWithoutThreadsEndsTheCallAndGivesItsPermitBack() {
        OutOfMemoryError failure = new OutOfMemoryError("unable to create native thread");

        CompletableFuture<?> answer = client(settings(), task -> {
                    throw failure;
                })
                .send(CALL, Lane.DEFAULT);

        endsWith(answer, failure);
        assertThat(calls.size()).isZero();
        assertThat(throttles.snapshots().get(0).inFlight()).isZero();
        assertThat(throttles.snapshots().get(0).requestsLeft()).hasValue(600);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aStepOfSomethingElseThatIsNullEnds() {
        CompletableFuture<?> waiting = client(settings(), new InTurn()).endingWithContext(null);

        assertThat(waiting).isCompletedExceptionally();
        assertThat(calls.size()).isZero();
    }

    @Test
    void aTransportThatThrowsGivesThePermitBack() {
        NoSuchMethodError failure = new NoSuchMethodError("on purpose");
        Transport throttled = new ThrottledTransport(throwing(failure), settings(), throttles);

        endsWith(throttled.send(CALL, progress), failure);

        assertThat(throttles.snapshots().get(0).inFlight()).isZero();
        assertThat(throttles.snapshots().get(0).requestsLeft()).hasValue(600);
    }

    @Test
    void anAttemptThatThrowsOnTheTimersThreadEndsTheCall() {
        FakeTransport server = new FakeTransport().fail(passing());
        CompletableFuture<?> answer = retrying(server, timer).send(CALL, progress);
        assertThat(answer).isNotDone();

        timer.runNext(); // nothing is scripted: the fake throws an Error

        assertThat(answer).isCompletedExceptionally();
    }

    @Test
    void aTimerThatTakesNothingEndsTheCall() {
        OutOfMemoryError failure = new OutOfMemoryError("unable to create native thread");
        FakeTransport server = new FakeTransport().fail(passing());

        endsWith(
                retrying(server, (task, delay) -> {
                            throw failure;
                        })
                        .send(CALL, progress),
                failure);
    }

    private static OpenAiServerException passing() {
        return new OpenAiServerException(
                "broken", new ErrorDetails(500, null, null, null, "req_1", 1, null, true), null);
    }

    private Transport retrying(Transport server, Timer delays) {
        RetryPolicy policy =
                new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofMinutes(2), () -> 1);
        return new RetryingTransport(server, policy, new RetryBudget(ticker), delays, ticker);
    }

    private static Transport throwing(Error failure) {
        return new Transport() {
            @Override
            public <T> CompletableFuture<Reply<T>> send(HttpCall<T> call, CallProgress progress) {
                throw failure;
            }
        };
    }
}
