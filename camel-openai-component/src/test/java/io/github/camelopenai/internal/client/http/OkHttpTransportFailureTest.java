// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.error.OpenAiTransportException;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One send over OkHttp that brings no whole answer; the network is an interceptor. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OkHttpTransportFailureTest {

    private static final ReplyReader<String> TEXT =
            (head, body) -> new String(body.readAllBytes(), StandardCharsets.UTF_8);

    private final ManualTicker ticker = new ManualTicker();
    private final ManualTimer timer = new ManualTimer(ticker);
    private final CallProgress progress = new CallProgress(Lane.DEFAULT, false);
    private final CallRegistry calls = new CallRegistry();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Transport server(Interceptor answers) {
        OkHttpClient http = new OkHttpClient.Builder().addInterceptor(answers).build();
        ClientServices shared = new ClientServices(null, null, calls, timer, ticker, InstantSource.system(), threads);
        return new OkHttpTransport(http, SampleSettings.of("http://server/v1"), shared);
    }

    private Transport answering() {
        return server(chain -> new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("")
                .body(ResponseBody.create("hello", MediaType.get("application/json")))
                .build());
    }

    /** Sends a part of its answer, and breaks off. */
    private Transport cutting(String part) {
        InputStream cut = new SequenceInputStream(
                new ByteArrayInputStream(part.getBytes(StandardCharsets.UTF_8)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("unexpected end of stream");
                    }
                });
        return server(chain -> new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("")
                .body(ResponseBody.create(Okio.buffer(Okio.source(cut)), MediaType.get("application/json"), -1))
                .build());
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

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private OpenAiException failing(IOException failure) {
        return failure(
                server(chain -> {
                    throw failure;
                }),
                TEXT);
    }

    @Test
    void aHostThatIsUnknownIsSaid() {
        assertThat(failing(new UnknownHostException("server")))
                .isInstanceOf(OpenAiTransportException.class)
                .hasMessage("no whole answer from http://server/v1/chat/completions: the host is not known; check"
                        + " baseUrl, proxyHost and DNS")
                .matches(OpenAiException::isRetryable);
    }

    @Test
    void aRefusedConnectionIsSaid() {
        assertThat(failing(new ConnectException("refused"))).hasMessageContaining("the connection was refused");
    }

    @Test
    void aTimeOutNamesItsOptions() {
        assertThat(failing(new java.io.InterruptedIOException("timeout")))
                .hasMessageContaining("nothing came in time (requestTimeout=30000ms, streamIdleTimeout=10000ms)");
        assertThat(failing(new java.net.SocketTimeoutException("Connect timed out")))
                .hasMessageContaining("no connection within connectTimeout");
    }

    @Test
    void aFirstByteThatDoesNotComeIsATimeOutToo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Transport transport = server(chain -> {
            begun.countDown();
            while (!chain.call().isCanceled()) {
                Thread.onSpinWait(); // ended by the time limit of the test
            }
            throw new IOException("Canceled");
        });
        CompletableFuture<?> result = transport.send(call((head, open) -> new OpenBody(open), true), progress);

        begun.await();
        assertThat(timer.nextDelay()).isEqualTo(Duration.ofSeconds(30));
        timer.runNext();

        assertThat(result)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("nothing came in time (requestTimeout=30000ms");
    }

    @Test
    void aCertificateIsNotTriedAgain() {
        assertThat(failing(new SSLHandshakeException("PKIX path building failed")))
                .hasMessageContaining("TLS failed (PKIX path building failed); check sslContextParameters")
                .matches(failure -> !failure.isRetryable());
    }

    @Test
    void aCutAnswerIsTriedAgain() {
        OpenAiException failure = failure(cutting("hel"), TEXT);

        assertThat(failure)
                .isInstanceOf(OpenAiTransportException.class)
                .hasMessageEndingWith("IOException: unexpected end of stream")
                .matches(OpenAiException::isRetryable);
        assertThat(failure.attempts()).isEqualTo(1);
    }

    @Test
    void anAnswerCutWithinItsJsonIsTriedAgain() {
        OpenAiException failure = failure(cutting("{\"a\":"), (head, stream) -> new ObjectMapper().readTree(stream));

        assertThat(failure).isInstanceOf(OpenAiTransportException.class).matches(OpenAiException::isRetryable);
    }

    @Test
    void aCutIsTheNetworksFaultWhateverTheReaderMakesOfIt() {
        OpenAiException failure = failure(cutting("hel"), (head, stream) -> {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException("hidden", e);
            }
        });

        assertThat(failure).isInstanceOf(OpenAiTransportException.class).matches(OpenAiException::isRetryable);
    }

    @Nested
    class AReaderThatFailsItself {

        private OpenAiException failing(IOException own) {
            OpenAiException failure = failure(answering(), (head, stream) -> {
                stream.read();
                throw own;
            });
            assertThat(failure).isInstanceOf(OpenAiResponseException.class).matches(known -> !known.isRetryable());
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(failure.status()).isEqualTo(200);
            return failure;
        }

        @Test
        void isNotTheNetwork() {
            assertThat(failing(new IOException("No space left on device")))
                    .hasMessage("the answer of /chat/completions came but could not be read or kept on this side:"
                            + " IOException: No space left on device");
        }

        @Test
        void isNotTheNetworkForAMissingFolder() {
            assertThat(failing(new NoSuchFileException("/gone/camel-openai-1.spool")))
                    .hasMessageEndingWith("NoSuchFileException: /gone/camel-openai-1.spool");
        }

        @Test
        void isNotTheNetworkWithinAParser() {
            IOException own = new IOException("No space left on device");

            assertThat(failing(JsonMappingException.wrapWithPath(own, new Object(), "data")))
                    .hasMessageContaining("kept on this side: IOException: No space left on device");
        }
    }
}
