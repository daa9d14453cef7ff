// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.client.call.CallRegistry;
import io.github.camelopenai.internal.client.call.ClientServices;
import io.github.camelopenai.internal.client.call.ClientSettings;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.SampleSettings;
import io.github.camelopenai.internal.client.http.OkHttpTransport;
import io.github.camelopenai.internal.quota.Throttles;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.retry.RetryBudget;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;

/** The whole pipeline of a call, on the thread of the test; the network is an interceptor. */
class OpenAiClientTest {

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final CallRegistry calls = new CallRegistry();
    private final Throttles throttles = new Throttles(ticker, timer, new InTurn());
    private final ClientSettings settings = SampleSettings.of("http://server/v1");
    private final ClientServices services = new ClientServices(
            throttles, new RetryBudget(ticker), calls, timer, ticker, InstantSource.system(), new InTurn());
    private final OkHttpClient http = new OkHttpClient.Builder()
            .addInterceptor(chain -> hello(chain.request()))
            .build();
    private final OpenAiClient client =
            OpenAiClient.create(new OkHttpTransport(http, settings, services), settings, services);

    private static Response hello(okhttp3.Request request) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("")
                .body(ResponseBody.create("hello", MediaType.get("text/plain")))
                .build();
    }

    private CompletableFuture<Reply<String>> send(long tokens) {
        return client.send(
                new HttpCall<>(
                        "/chat/completions",
                        new Payload.Json(new byte[0]),
                        "gpt-4o",
                        Cost.ofTokens(tokens),
                        (head, body) -> new String(body.readAllBytes(), StandardCharsets.UTF_8),
                        false,
                        value -> Used.ofTokens(100),
                        null),
                Lane.DEFAULT);
    }

    @Test
    void bringsTheAnswer() {
        CompletableFuture<Reply<String>> answer = send(1_000);

        assertThat(answer).isCompletedWithValueMatching(reply -> reply.value().equals("hello"));
        assertThat(calls.size()).isZero();
        assertThat(throttles.snapshots().get(0).tokensLeft()).hasValue(5_900);
    }

    @Test
    void forgetsACallThatIsCancelledInTheQueue() {
        takeAllThatMayLeaveNow();
        CompletableFuture<Reply<String>> waiting = send(1_000);
        assertThat(calls.size()).isEqualTo(1);

        waiting.cancel(true);

        assertThat(calls.size()).isZero();
        assertThat(throttles.snapshots().get(0).queued()).isZero();
        assertThat(timer.pending()).isZero();
    }

    @Test
    void endsWaitingCallsWhenTheContextStops() {
        takeAllThatMayLeaveNow();
        CompletableFuture<Reply<String>> waiting = send(1_000);

        calls.close();

        assertThat(waiting)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(OpenAiTransportException.class)
                .withMessageContaining("the component stopped before the call was answered");
        assertThat(throttles.snapshots().get(0).queued()).isZero();
    }

    @Test
    void sendsNothingOnceTheContextHasStopped() {
        calls.close();

        assertThat(send(1)).isCompletedExceptionally();
        assertThat(throttles.snapshots()).isEmpty();
    }

    private void takeAllThatMayLeaveNow() {
        for (int call = 0; call < 4; call++) {
            send(100);
        }
    }
}
