// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import com.fasterxml.jackson.core.JacksonException;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.time.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Sends a call over the network, once. The answer is read on the thread that OkHttp uses for the call. Thread-safe. */
final class OkHttpTransport implements Transport {

    private final OkHttpClient wholeCalls;
    private final OkHttpClient openBodies;
    private final ClientSettings settings;
    private final Requests requests;
    private final Failures failures;
    private final Timer timer;

    OkHttpTransport(OkHttpClient http, ClientSettings settings, Timer timer, InstantSource clock) {
        // Silence within a call is normal: a model may think for minutes. Only the whole call is bounded.
        this.wholeCalls = http.newBuilder()
                .callTimeout(settings.requestTimeout())
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build();
        // A call time-out would also cut a body that is still being read by the route.
        this.openBodies = http.newBuilder()
                .callTimeout(Duration.ZERO)
                .readTimeout(settings.streamIdleTimeout())
                .writeTimeout(Duration.ZERO)
                .build();
        this.settings = settings;
        this.requests = new Requests(settings);
        this.failures = new Failures(settings, clock);
        this.timer = timer;
    }

    @Override
    public <T> CompletableFuture<Reply<T>> send(HttpCall<T> call, Progress progress) {
        Exchange<T> exchange = new Exchange<>(call, progress);
        exchange.begin();
        return exchange.result;
    }

    /** One request and its answer. */
    private final class Exchange<T> implements Callback {
        private final HttpCall<T> call;
        private final Progress progress;
        private final Result<Reply<T>> result = new Result<>();

        Exchange(HttpCall<T> call, Progress progress) {
            this.call = call;
            this.progress = progress;
        }

        void begin() {
            try {
                Request request = requests.of(call);
                Call http = (call.handsBodyOn() ? openBodies : wholeCalls).newCall(request);
                result.call = http;
                if (call.handsBodyOn()) {
                    Timer.Scheduled limit = timer.schedule(http::cancel, settings.requestTimeout());
                    result.whenComplete((reply, failure) -> limit.cancel());
                }
                progress.sent();
                http.enqueue(this);
            } catch (RuntimeException e) {
                result.completeExceptionally(failures.ofUnsendable(call, e));
            }
        }

        @Override
        public void onFailure(Call http, IOException failure) {
            result.completeExceptionally(failures.ofNetwork(call, failure, progress.attempts()));
        }

        @Override
        public void onResponse(Call http, Response response) {
            boolean handedOn = false;
            try {
                Head head = new Head(response);
                if (!response.isSuccessful()) {
                    result.completeExceptionally(failures.ofStatus(call, head, response, progress.attempts()));
                    return;
                }
                Reply<T> reply = read(head, response);
                handedOn = reply.value() instanceof OpenBody;
                if (!result.complete(reply)) {
                    handedOn = false; // cancelled: nobody will close it
                }
            } catch (JacksonException e) {
                result.completeExceptionally(
                        failures.ofMalformedAnswer(call, response.header("x-request-id"), e, progress));
            } catch (IOException e) {
                result.completeExceptionally(failures.ofNetwork(call, e, progress.attempts()));
            } catch (OpenAiException e) { // a reader that found the answer wanting; it does not know the attempt
                result.completeExceptionally(e.afterGivingUp(null, progress.attempts()));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(new OpenAiResponseException(
                        "the answer of " + call.path() + " could not be read: "
                                + e.getClass().getName(),
                        ErrorDetails.ofAnswer(response.code(), response.header("x-request-id"), progress.attempts()),
                        e));
            } finally {
                if (!handedOn) {
                    response.close();
                }
            }
        }

        private Reply<T> read(Head head, Response response) throws IOException {
            InputStream body = response.body().byteStream();
            T value = call.reader().read(head, body);
            return new Reply<>(
                    value,
                    head,
                    progress.attempts(),
                    progress.queued(),
                    call.usedTokens().apply(value));
        }
    }

    /** A result whose cancellation closes the connection. */
    private static final class Result<R> extends CompletableFuture<R> {
        private volatile Call call;

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            Call begun = call;
            if (begun != null) {
                begun.cancel();
            }
            return cancelled;
        }
    }

    /** Status and headers as OkHttp has them. */
    private record Head(Response response) implements ReplyHead {
        @Override
        public int status() {
            return response.code();
        }

        @Override
        public String header(String name) {
            return response.header(name);
        }
    }
}
