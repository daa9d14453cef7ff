// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.internal.quota.terms.Used;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Answers calls from a script, in order, and keeps them. */
public final class FakeTransport implements Transport {

    private final Deque<Step> script = new ArrayDeque<>();
    private final List<HttpCall<?>> sent = new ArrayList<>();

    /** Ends the future of one send. */
    private interface Step {
        void play(CompletableFuture<Reply<Object>> result, CallProgress progress);
    }

    /** An answer that does not say what it used. */
    public FakeTransport answer(Object value) {
        return answer(value, Used.UNKNOWN);
    }

    public FakeTransport answer(Object value, Used used) {
        return then((result, progress) -> result.complete(reply(value, used, progress)));
    }

    /** A failure of a call that was sent. */
    public FakeTransport fail(OpenAiException failure) {
        return then(
                (result, progress) -> result.completeExceptionally(failure.afterGivingUp(null, progress.attempts())));
    }

    /** A failure of a call that never left. */
    public FakeTransport refuse(OpenAiException failure) {
        script.add((result, progress) -> result.completeExceptionally(failure));
        return this;
    }

    /** The next call is answered when the test says so. */
    public Pending pending() {
        Pending pending = new Pending();
        then((result, progress) -> pending.begin(result, progress));
        return pending;
    }

    private FakeTransport then(Step step) {
        script.add((result, progress) -> {
            progress.sent();
            step.play(result, progress);
        });
        return this;
    }

    public List<HttpCall<?>> sent() {
        return sent;
    }

    /** Answers that nobody has asked for. */
    public int unread() {
        return script.size();
    }

    @Override
    @SuppressWarnings("unchecked") // a test knows what it scripted
    public <T> CompletableFuture<Reply<T>> send(HttpCall<T> call, CallProgress progress) {
        Result result = new Result();
        sent.add(call);
        Step next = script.poll();
        if (next == null) {
            throw new AssertionError("there is no scripted answer for call " + sent.size());
        }
        next.play(result, progress);
        return (CompletableFuture<Reply<T>>) (CompletableFuture<?>) result;
    }

    private static Reply<Object> reply(Object value, Used used, CallProgress progress) {
        return new Reply<>(value, new FakeReplyHead(200), progress.attempts(), progress.queued(), used);
    }

    /** Remembers its cancellation; a late answer may still arrive, as it may on a network. */
    private static final class Result extends CompletableFuture<Reply<Object>> {
        private boolean cancelRequested;

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            cancelRequested = true;
            return false;
        }
    }

    /** A call whose answer is on its way. */
    public static final class Pending {
        private CompletableFuture<Reply<Object>> result;
        private CallProgress progress;

        private void begin(CompletableFuture<Reply<Object>> begun, CallProgress itsProgress) {
            result = begun;
            progress = itsProgress;
        }

        boolean isSent() {
            return result != null;
        }

        public boolean isCancelled() {
            return result instanceof Result cancellable && cancellable.cancelRequested;
        }

        public void answer(Object value, Used used) {
            result.complete(reply(value, used, progress));
        }

        public void fail(Throwable failure) {
            result.completeExceptionally(failure);
        }
    }
}
