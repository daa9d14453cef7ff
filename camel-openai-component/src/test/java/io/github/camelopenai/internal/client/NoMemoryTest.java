// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.CallRegistry;
import io.github.camelopenai.internal.client.call.ClientServices;
import io.github.camelopenai.internal.client.call.ClientSettings;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.OpenBody;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.ReplyReader;
import io.github.camelopenai.internal.client.call.SampleSettings;
import io.github.camelopenai.internal.client.call.Transport;
import io.github.camelopenai.internal.client.http.OkHttpTransport;
import io.github.camelopenai.internal.quota.Throttles;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.retry.RetryBudget;
import io.github.camelopenai.internal.time.InTurn;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import io.github.camelopenai.internal.time.Timer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Okio;
import org.junit.jupiter.api.Test;

/** An OutOfMemoryError at each step of a call: the call ends, and its permit comes back. */
class NoMemoryTest {

    private static final ReplyReader<Object> WHOLE = (head, body) -> body.readAllBytes();
    private static final ReplyReader<Object> OPEN = (head, body) -> new OpenBody(body);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final CallRegistry calls = new CallRegistry();
    private final Throttles throttles = new Throttles(ticker, timer, new InTurn());

    /** One that has no memory for a message about it either. */
    private static final class NoMemory extends OutOfMemoryError {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("no memory for a message");
        }
    }

    private CompletableFuture<Reply<Object>> send(HttpCall<Object> call, Interceptor network) {
        return send(call, network, timer);
    }

    private CompletableFuture<Reply<Object>> send(HttpCall<Object> call, Interceptor network, Timer watch) {
        ClientSettings settings = SampleSettings.of("http://server/v1");
        ClientServices shared = new ClientServices(
                throttles,
                new RetryBudget(ticker),
                calls,
                watch,
                ticker,
                InstantSource.system(),
                NoMemoryTest::runOnThread);
        OkHttpClient http = new OkHttpClient.Builder().addInterceptor(network).build();
        return OpenAiClient.create(new OkHttpTransport(http, settings, shared), settings, shared)
                .send(call, Lane.DEFAULT);
    }

    /** What a task throws ends a thread of a pool, and whoever has handed it over does not hear of it. */
    private static void runOnThread(Runnable task) {
        CompletableFuture.runAsync(task, new InTurn());
    }

    private static HttpCall<Object> call(ReplyReader<Object> reader, Function<Object, Used> used) {
        return new HttpCall<>(
                "/embeddings",
                new Payload.Json(new byte[0]),
                "text-embedding-3-large",
                Cost.ofTokens(100),
                reader,
                reader == OPEN,
                used,
                null);
    }

    private static HttpCall<Object> call(ReplyReader<Object> reader) {
        return call(reader, value -> Used.UNKNOWN);
    }

    private static Interceptor answering(InputStream body) {
        return chain -> new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("")
                .body(ResponseBody.create(Okio.buffer(Okio.source(body)), MediaType.get("application/json"), -1))
                .build();
    }

    private static Interceptor answering() {
        return answering(new ByteArrayInputStream(new byte[] {'{', '}'}));
    }

    private void nothingIsHeld(CompletableFuture<?> answer) {
        assertThat(answer).isCompletedExceptionally();
        nothingIsHeld();
    }

    private void nothingIsHeld() {
        assertThat(calls.size()).isZero();
        assertThat(calls.bodies()).isZero();
        assertThat(throttles.snapshots().get(0).inFlight()).isZero();
        assertThat(timer.pending()).isZero();
    }

    @Test
    void whileTheRequestIsWritten() {
        nothingIsHeld(send(call(WHOLE), chain -> {
            throw new NoMemory();
        }));
    }

    @Test
    void whileTheBodyComes() {
        nothingIsHeld(send(call(WHOLE), answering(new InputStream() {
            @Override
            public int read() {
                throw new NoMemory();
            }
        })));
    }

    @Test
    void whileTheBodyIsClosed() {
        nothingIsHeld(send(call(WHOLE), answering(new ByteArrayInputStream(new byte[] {'{', '}'}) {
            @Override
            public void close() {
                throw new NoMemory();
            }
        })));
    }

    @Test
    void whileTheAnswerIsRead() {
        nothingIsHeld(send(
                call((head, body) -> {
                    throw new NoMemory();
                }),
                answering()));
    }

    @Test
    void whileItsUseIsCounted() {
        nothingIsHeld(send(
                call(OPEN, value -> {
                    throw new NoMemory();
                }),
                answering()));
    }

    @Test
    void whileAnOpenBodyIsWatched() {
        Timer noWatch = (task, delay) -> {
            if (delay.equals(SampleSettings.of("http://server/v1").streamIdleTimeout())) {
                throw new NoMemory();
            }
            return timer.schedule(task, delay);
        };

        nothingIsHeld(send(call(OPEN), answering(), noWatch));
    }

    @Test
    void whileTheCallIsFollowed() {
        ThrottledTransport throttled =
                new ThrottledTransport(sent(new NoFollower<>()), SampleSettings.of("http://server/v1"), throttles);

        CompletableFuture<?> answer = throttled.send(call(WHOLE), new CallProgress(Lane.DEFAULT, false));

        nothingIsHeld(answer);
    }

    @Test
    void whileTheBooksHearOfAnOpenBody() throws IOException {
        OpenBody body = new OpenBody(InputStream.nullInputStream());
        CompletableFuture<Reply<Object>> sent =
                CompletableFuture.completedFuture(new Reply<>(body, null, 1, Duration.ZERO, Used.UNKNOWN));
        CallProgress progress = new CallProgress(Lane.DEFAULT, false);
        progress.heard(null); // the books cannot read that
        ThrottledTransport throttled =
                new ThrottledTransport(sent(sent), SampleSettings.of("http://server/v1"), throttles);

        throttled.send(call(OPEN), progress);
        body.close();

        nothingIsHeld();
    }

    private static Transport sent(CompletableFuture<?> answer) {
        return new Transport() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> CompletableFuture<Reply<T>> send(HttpCall<T> call, CallProgress progress) {
                return (CompletableFuture<Reply<T>>) answer;
            }
        };
    }

    /** A result that has no memory for whoever waits for it. */
    private static final class NoFollower<T> extends CompletableFuture<T> {
        @Override
        public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> follower) {
            throw new NoMemory();
        }
    }
}
