// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.CallRegistry;
import io.github.camelopenai.internal.client.call.ClientServices;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.OpenBody;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.ReplyReader;
import io.github.camelopenai.internal.client.call.SampleSettings;
import io.github.camelopenai.internal.client.call.Transport;
import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.ManualTicker;
import io.github.camelopenai.internal.time.ManualTimer;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One send over OkHttp, whose network is replaced by an interceptor. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OkHttpTransportTest {

    private static final ReplyReader<String> TEXT =
            (head, body) -> new String(body.readAllBytes(), StandardCharsets.UTF_8);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final RecordingBody body = new RecordingBody("hello");
    private final CallProgress progress = new CallProgress(Lane.DEFAULT, false);
    private final CallRegistry calls = new CallRegistry();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** A body that knows whether it was closed. */
    private static final class RecordingBody extends ByteArrayInputStream {
        final CountDownLatch closed = new CountDownLatch(1);

        RecordingBody(String text) {
            super(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private Transport server(Interceptor answers) {
        OkHttpClient http = new OkHttpClient.Builder().addInterceptor(answers).build();
        ClientServices shared = new ClientServices(null, null, calls, timer, ticker, InstantSource.system(), threads);
        return new OkHttpTransport(http, SampleSettings.of("http://server/v1"), shared);
    }

    private Transport answering(int status) {
        return server(chain -> answer(chain.request(), status));
    }

    private Response answer(Request request, int status) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("")
                .header("x-request-id", "req_5")
                .body(ResponseBody.create(Okio.buffer(Okio.source(body)), MediaType.get("application/json"), -1))
                .build();
    }

    private static <T> HttpCall<T> call(ReplyReader<T> reader, boolean handsBodyOn) {
        return new HttpCall<>(
                "/chat/completions",
                new Payload.Json("{}".getBytes(StandardCharsets.UTF_8)),
                "gpt-4o",
                Cost.OF_ONE_REQUEST,
                reader,
                handsBodyOn,
                value -> Used.ofTokens(7),
                "our-id");
    }

    private <T> OpenAiException failure(Transport transport, ReplyReader<T> reader) {
        CompletableFuture<Reply<T>> result = transport.send(call(reader, false), progress);
        return (OpenAiException)
                catchThrowableOfType(ExecutionException.class, result::get).getCause();
    }

    /** The body is written when there is a connection, and only then. */
    @Test
    void tellsWhenTheRequestIsOnTheWire() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        progress.whenLeft(() -> order.add("left"));
        Transport transport = server(chain -> {
            order.add("connected");
            chain.request().body().writeTo(Okio.buffer(Okio.blackhole()));
            order.add("written");
            return answer(chain.request(), 200);
        });

        transport.send(call(TEXT, false), progress).get();

        assertThat(order).containsExactly("connected", "left", "written");
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Nested
    class AGoodAnswer {

        @Test
        void isReadAndItsBodyClosed() throws Exception {
            Reply<String> reply =
                    answering(200).send(call(TEXT, false), progress).get();

            assertThat(reply.value()).isEqualTo("hello");
            assertThat(reply.used()).isEqualTo(Used.ofTokens(7));
            assertThat(reply.attempts()).isEqualTo(1);
            assertThat(reply.head().requestId()).isEqualTo("req_5");
            assertThat(body.closed.await(10, TimeUnit.SECONDS)).isTrue();
        }

        @Test
        void staysOpenWhenItIsHandedOn() throws Exception {
            Reply<OpenBody> reply = answering(200)
                    .send(call((head, open) -> new OpenBody(open), true), progress)
                    .get();

            assertThat(body.closed.getCount()).isEqualTo(1);
            assertThat(timer.pending()).as("what watches over its silence").isEqualTo(1);
            reply.value().close();
            assertThat(body.closed.getCount()).isZero();
            assertThat(timer.pending()).isZero();
        }

        @Test
        void isAskedForInOurName() throws Exception {
            CompletableFuture<Request> asked = new CompletableFuture<>();
            Transport transport = server(chain -> {
                asked.complete(chain.request());
                return answer(chain.request(), 200);
            });

            transport.send(call(TEXT, false), progress).get();

            assertThat(asked.join().url()).hasToString("http://server/v1/chat/completions");
            assertThat(asked.join().header("Authorization")).isEqualTo("Bearer " + SampleSettings.API_KEY);
            assertThat(asked.join().header("X-Client-Request-Id")).isEqualTo("our-id");
        }
    }

    @Nested
    class Cancelled {

        /** Something that is made while the answer is read. */
        private final class Opened implements Closeable {
            final CountDownLatch closed = new CountDownLatch(1);

            @Override
            public void close() {
                closed.countDown();
            }
        }

        @Test
        void whileReadingWhatWasReadIsClosed() throws Exception {
            Opened opened = new Opened();
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            CompletableFuture<Reply<Opened>> result = answering(200)
                    .send(
                            call(
                                    (head, stream) -> {
                                        reading.countDown();
                                        await(cancelled);
                                        return opened;
                                    },
                                    false),
                            progress);

            reading.await();
            result.cancel(true);
            cancelled.countDown();

            assertThat(opened.closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(body.closed.await(10, TimeUnit.SECONDS)).isTrue();
        }

        @Test
        void beforeAnAnswerTheCallIsCancelled() throws Exception {
            CompletableFuture<Interceptor.Chain> begun = new CompletableFuture<>();
            CountDownLatch cancelled = new CountDownLatch(1);
            CompletableFuture<Reply<String>> result = server(chain -> {
                        begun.complete(chain);
                        await(cancelled);
                        throw new IOException("Canceled");
                    })
                    .send(call(TEXT, false), progress);

            Interceptor.Chain chain = begun.get();
            result.cancel(true);

            assertThat(chain.call().isCanceled()).isTrue();
            cancelled.countDown();
        }

        private void await(CountDownLatch latch) throws IOException {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Nested
    class AnAnswerThatCannotBeUsed {

        @Test
        void isAFailureOfItsStatus() throws Exception {
            OpenAiException failure = failure(answering(429), TEXT);

            assertThat(failure).isInstanceOf(OpenAiRateLimitException.class).hasMessageContaining("429: hello");
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(body.closed.await(10, TimeUnit.SECONDS)).isTrue();
        }

        @Test
        void isMalformedWithoutAQuotation() {
            OpenAiException failure = failure(answering(200), (head, stream) -> new ObjectMapper().readTree(stream));

            assertThat(failure)
                    .isInstanceOf(OpenAiResponseException.class)
                    .hasMessageStartingWith("the answer of http://server/v1/chat/completions is not the JSON that was"
                            + " expected but a text of 5 bytes (without a Content-Type); ")
                    .hasMessageNotContaining("hello")
                    .hasNoCause();
            assertThat(failure.requestId()).isEqualTo("req_5");
            assertThat(failure.status()).isEqualTo(200);
        }

        @Test
        void isRefusedByItsReaderWithTheAttemptAdded() {
            OpenAiException failure = failure(answering(200), (head, stream) -> {
                throw new OpenAiResponseException("empty", ErrorDetails.ofAnswer(200, "req_5", 0), null);
            });

            assertThat(failure).hasMessage("empty");
            assertThat(failure.attempts()).isEqualTo(1);
        }

        @Test
        void mayBeAMistakeOfOurs() {
            OpenAiException failure = failure(answering(200), (head, stream) -> {
                throw new IllegalStateException("a secret");
            });

            assertThat(failure)
                    .isInstanceOf(OpenAiResponseException.class)
                    .hasMessage("the answer of /chat/completions could not be read: java.lang.IllegalStateException");
        }
    }
}
