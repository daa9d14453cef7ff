// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.client.call.AbandonedReplies;
import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.ClientServices;
import io.github.camelopenai.internal.client.call.ClientSettings;
import io.github.camelopenai.internal.client.call.FailureInBody;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.IdleWatchdog;
import io.github.camelopenai.internal.client.call.IncomingBody;
import io.github.camelopenai.internal.client.call.OpenBody;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.client.call.Transport;
import io.github.camelopenai.internal.client.failure.Failures;
import io.github.camelopenai.internal.client.failure.ProxyRoute;
import io.github.camelopenai.internal.client.failure.Redirect;
import io.github.camelopenai.internal.quota.terms.Used;
import io.github.camelopenai.internal.time.Timer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Sends a call over the network, once. One thread carries it from the first byte to the last and then through the rest
 * of the route, so that an answer needs no second change of threads. Thread-safe.
 */
public final class OkHttpTransport implements Transport {

    /** The time for a cancelled call to end by itself; a name look-up cannot be cancelled, nor can the user's code. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final OkHttpClient http;
    private final ClientSettings settings;
    private final Requests requests;
    private final Failures failures;
    private final ClientServices shared;
    private final OkHttpTasks tasks;

    public OkHttpTransport(OkHttpClient http, ClientSettings settings, ClientServices shared) {
        // Silence within a call is normal: a model may think for minutes. Our own timer bounds the whole call, or, if
        // the body is handed on, the time until its first byte; another timer then bounds the silence. OkHttp's own
        // call timeout would cut a body that the route still reads, and its watchdog would keep a call for the whole
        // timeout.
        this.http = http.newBuilder()
                .callTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build();
        this.settings = settings;
        this.requests = new Requests(settings);
        this.failures = new Failures(settings, shared.clock(), ProxyRoute.of(http, settings.baseUrl()));
        this.shared = shared;
        this.tasks = new OkHttpTasks(shared.timer());
    }

    @Override
    public <T> CompletableFuture<Reply<T>> send(HttpCall<T> call, CallProgress progress) {
        Exchange<T> exchange = new Exchange<>(call, progress);
        exchange.begin();
        return exchange.result;
    }

    /** One request and its answer. */
    private final class Exchange<T> {
        private final HttpCall<T> call;
        private final CallProgress progress;
        private final Result<Reply<T>> result = new Result<>();
        private volatile Timer.Scheduled limit = () -> {};
        private volatile boolean tooLate;

        Exchange(HttpCall<T> call, CallProgress progress) {
            this.call = call;
            this.progress = progress;
        }

        void begin() {
            try {
                Call sending = http.newCall(requests.of(call, progress));
                result.call = sending;
                limit = shared.timer().schedule(() -> giveUp(sending), settings.requestTimeout());
                shared.threads().execute(() -> carry(sending));
            } catch (Throwable e) { // no thread available, or a header that HTTP cannot carry
                limit.cancel();
                result.completeExceptionally(orItself(e, () -> {
                    tasks.lookAfter(e);
                    return failures.ofUnsendable(call, e);
                }));
            }
        }

        private void carry(Call sending) {
            if (result.isDone()) {
                limit.cancel();
                return; // cancelled before it had a thread
            }
            Reply<T> reply = null;
            Throwable failure = null;
            try {
                progress.sent();
                reply = exchange(sending);
            } catch (Throwable e) { // whatever it is, the call must end
                failure = orItself(e, () -> known(e));
            }
            limit.cancel();
            // The connection is free again by now; a whole route may follow.
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.complete(reply)) {
                AbandonedReplies.discard(reply);
            }
        }

        private Reply<T> exchange(Call sending) throws IOException {
            Response response = sending.execute();
            boolean handedOn = false;
            Reply<T> reply = null;
            try {
                Head head = new Head(response, word -> failures.shown(call, word));
                progress.heard(RateLimitHeaders.read(head));
                if (!response.isSuccessful()) {
                    throw refusal(head, response, sending);
                }
                reply = reply(head, read(head, response, sending));
                handedOn = reply.value() instanceof OpenBody open && handOn(open, head, sending, response);
                return reply;
            } finally {
                if (!handedOn) {
                    close(response, reply);
                }
            }
        }

        private static void close(Response response, Reply<?> reply) {
            try {
                if (reply != null && reply.value() instanceof OpenBody open) {
                    AbandonedReplies.discard(open); // else its watch would go on
                }
            } finally {
                response.close();
            }
        }

        private OpenAiException refusal(Head head, Response response, Call sending) {
            if (!Redirect.isOne(head.status())) {
                return failures.ofStatus(call, head, response, progress.attempts());
            }
            Redirect redirect = Redirect.of(head, sending.request().url());
            OpenAiException refusal = failures.ofRedirect(call, head, response, redirect, progress);
            if (redirect.isFollowed(progress)) {
                progress.redirect(redirect.asked(), redirect.target());
            }
            return refusal;
        }

        private T read(Head head, Response response, Call sending) throws IOException {
            int attempts = progress.attempts();
            Supplier<OpenAiException> excess = () -> {
                sending.cancel(); // the rest is not read
                return failures.ofSize(call, head, attempts);
            };
            if (response.body().contentLength() > settings.maxResponseSize()) {
                throw excess.get();
            }
            IncomingBody body = new IncomingBody(response.body().byteStream(), settings.maxResponseSize(), excess);
            try {
                return call.reader().read(head, body);
            } catch (FailureInBody e) {
                throw failures.ofEvent(call, head, e.json(), progress.attempts());
            } catch (OpenAiException e) { // the reader rejects the answer; it does not know the attempt
                throw body.isEmpty() && !call.handsBodyOn()
                        ? failures.ofStranger(call, head, body.stranger(head), progress.attempts())
                        : e.afterGivingUp(null, progress.attempts());
            } catch (IOException | RuntimeException e) {
                if (body.failure() != null) {
                    throw body.failure(); // the network's own failure, not the reader's version of it
                }
                sending.cancel(); // the rest is not read
                throw failures.ofReader(call, head, e, body, progress.attempts());
            }
        }

        private Reply<T> reply(Head head, T value) {
            boolean complete = false;
            try {
                Reply<T> reply = new Reply<>(
                        value,
                        head,
                        progress.attempts(),
                        progress.queued(),
                        call.usedTokens().apply(value));
                complete = true;
                return reply;
            } finally {
                if (!complete) {
                    AbandonedReplies.discard(value);
                }
            }
        }

        private boolean handOn(OpenBody open, Head head, Call sending, Response response) {
            int attempts = progress.attempts();
            open.onComplaint(json -> failures.ofEvent(call, head, json, attempts));
            open.onFailure(failure -> failures.shown(call, failure));
            open.onStranger(stranger -> failures.ofStranger(call, head, stranger, attempts));
            open.cost(attempts);
            open.onAbandon(sending::cancel);
            IdleWatchdog watch =
                    new IdleWatchdog(shared.timer(), shared.ticker(), settings.streamIdleTimeout(), sending::cancel);
            open.endsAfterSilence(watch);
            watch.releases(new WeakReference<>(open), release(sending, response, open.closed()));
            shared.calls().add(open, sending::cancel);
            return true;
        }

        /** A failure as an exception of ours; itself where there is no memory for that. */
        private static Throwable orItself(Throwable failure, Supplier<Throwable> known) {
            try {
                return known.get();
            } catch (Throwable e) {
                return failure;
            }
        }

        /** Does by itself what closing the body does; static, as this exchange leads to the body. */
        private static Runnable release(Call sending, Response response, CompletableFuture<Used> closed) {
            return () -> {
                try {
                    sending.cancel(); // nothing is read away
                    response.close();
                } finally {
                    closed.complete(Used.UNKNOWN);
                }
            };
        }

        private Throwable known(Throwable failure) {
            tasks.lookAfter(failure);
            if (failure instanceof IOException network) {
                return failures.ofNetwork(
                        call, tooLate ? new InterruptedIOException("timeout") : network, progress.attempts());
            }
            return failure instanceof OpenAiException
                    ? failure
                    : failures.ofThisSide(call, failure, progress.attempts());
        }

        /** The answer, or the first byte of a body that is handed on, has not come in time. */
        private void giveUp(Call sending) {
            tooLate = true;
            sending.cancel();
            tasks.look();
            Timer.Scheduled end = shared.timer().schedule(this::leave, GRACE);
            result.whenComplete((reply, failure) -> end.cancel());
        }

        /** The thread that carries the call does not return, for example from a name look-up that hangs. */
        private void leave() {
            InterruptedIOException timeout = new InterruptedIOException("timeout");
            Throwable late = orItself(timeout, () -> known(timeout));
            try {
                shared.threads().execute(() -> result.completeExceptionally(late));
            } catch (Throwable e) { // no thread available
                result.completeExceptionally(late);
            }
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

    /** Status and headers from OkHttp. */
    private record Head(Response response, UnaryOperator<String> words) implements ReplyHead {
        @Override
        public int status() {
            return response.code();
        }

        @Override
        public String header(String name) {
            Headers headers = response.headers();
            String value = null;
            for (int i = 0; i < headers.size(); i++) {
                if (name.equalsIgnoreCase(headers.name(i))) {
                    if (value != null && !value.equals(headers.value(i))) {
                        return null;
                    }
                    value = headers.value(i);
                }
            }
            return value;
        }

        @Override
        public String lastHeader(String name) {
            return response.header(name);
        }

        @Override
        public String shown(String text) {
            return words.apply(text);
        }
    }
}
