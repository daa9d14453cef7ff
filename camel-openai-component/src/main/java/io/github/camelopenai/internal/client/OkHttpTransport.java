// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import com.fasterxml.jackson.core.JacksonException;
import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.time.Timer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Sends a call over the network, once. One thread carries it from the first byte to the last and then the route onwards,
 * so that an answer costs no second change of threads. Thread-safe.
 */
final class OkHttpTransport implements Transport {

    private final OkHttpClient wholeCalls;
    private final OkHttpClient openBodies;
    private final ClientSettings settings;
    private final Requests requests;
    private final Failures failures;
    private final OpenAiClient.Shared shared;

    OkHttpTransport(OkHttpClient http, ClientSettings settings, OpenAiClient.Shared shared) {
        // Silence within a call is normal: a model may think for minutes. Only the whole call is bounded.
        this.wholeCalls = http.newBuilder()
                .callTimeout(settings.requestTimeout())
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build();
        // A call time-out would also cut a body that is still being read by the route. A timer of ours bounds the time
        // until
        // the first byte, another one the silence afterwards.
        this.openBodies = http.newBuilder()
                .callTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build();
        this.settings = settings;
        this.requests = new Requests(settings);
        this.failures = new Failures(settings, shared.clock(), ProxyRoute.of(http, settings.baseUrl()));
        this.shared = shared;
    }

    @Override
    public <T> CompletableFuture<Reply<T>> send(HttpCall<T> call, Progress progress) {
        Exchange<T> exchange = new Exchange<>(call, progress);
        exchange.begin();
        return exchange.result;
    }

    /** One request and its answer. */
    private final class Exchange<T> {
        private final HttpCall<T> call;
        private final Progress progress;
        private final Result<Reply<T>> result = new Result<>();
        private Timer.Scheduled limit = () -> {};
        private volatile boolean tooLate;

        Exchange(HttpCall<T> call, Progress progress) {
            this.call = call;
            this.progress = progress;
        }

        void begin() {
            try {
                Call http = (call.handsBodyOn() ? openBodies : wholeCalls).newCall(requests.of(call, progress::left));
                result.call = http;
                if (call.handsBodyOn()) {
                    limit = shared.timer().schedule(() -> giveUp(http), settings.requestTimeout());
                }
                shared.threads().execute(() -> carry(http));
            } catch (RuntimeException e) { // no thread any more, or a header that HTTP cannot carry
                limit.cancel();
                result.completeExceptionally(failures.ofUnsendable(call, e));
            }
        }

        private void carry(Call http) {
            Reply<T> reply = null;
            Throwable failure = null;
            try {
                progress.sent();
                reply = exchange(http);
            } catch (Throwable e) { // whatever it is, the call must end
                failure = known(e);
            }
            limit.cancel();
            // The connection is free again by now: what follows may be a whole route.
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.complete(reply)) {
                Replies.discard(reply);
            }
        }

        private Reply<T> exchange(Call http) throws IOException {
            Response response = http.execute();
            boolean handedOn = false;
            try {
                Head head = new Head(response);
                progress.heard(RateLimitHeaders.read(head));
                if (!response.isSuccessful()) {
                    throw failures.ofStatus(call, head, response, progress.attempts());
                }
                T value = read(head, response);
                if (value instanceof OpenBody open) {
                    int attempts = progress.attempts();
                    open.onComplaint(json -> failures.ofEvent(call, head, json, attempts));
                    open.onAbandon(http::cancel);
                    open.endsAfterSilence(new SilenceWatch(
                            shared.timer(), shared.ticker(), settings.streamIdleTimeout(), http::cancel));
                    shared.calls().add(open, http::cancel);
                    handedOn = true;
                }
                return new Reply<>(
                        value,
                        head,
                        progress.attempts(),
                        progress.queued(),
                        call.usedTokens().apply(value));
            } finally {
                if (!handedOn) {
                    response.close();
                }
            }
        }

        private T read(Head head, Response response) throws IOException {
            try {
                return call.reader().read(head, response.body().byteStream());
            } catch (JacksonException e) {
                throw failures.ofMalformedAnswer(call, head.requestId(), e, progress);
            } catch (ToldFailure e) {
                throw failures.ofEvent(call, head, e.json(), progress.attempts());
            } catch (OpenAiException e) { // the reader found the answer wanting; it does not know the attempt
                throw e.afterGivingUp(null, progress.attempts());
            } catch (RuntimeException e) {
                throw new OpenAiResponseException(
                        "the answer of " + call.path() + " could not be read: "
                                + e.getClass().getName(),
                        ErrorDetails.ofAnswer(head.status(), head.requestId(), progress.attempts()),
                        e);
            }
        }

        private Throwable known(Throwable failure) {
            if (failure instanceof IOException network) {
                return failures.ofNetwork(
                        call, tooLate ? new InterruptedIOException("timeout") : network, progress.attempts());
            }
            return failure;
        }

        /** The first byte of a body that is handed on has not come in time. */
        private void giveUp(Call http) {
            tooLate = true;
            http.cancel();
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
