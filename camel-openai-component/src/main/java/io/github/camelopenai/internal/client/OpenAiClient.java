// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import io.github.camelopenai.internal.client.call.AbandonedReplies;
import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.CallRegistry;
import io.github.camelopenai.internal.client.call.CancellableChain;
import io.github.camelopenai.internal.client.call.ClientServices;
import io.github.camelopenai.internal.client.call.ClientSettings;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.Transport;
import io.github.camelopenai.internal.quota.terms.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Sends calls to one server, within its rate limits, and retries failures that can pass. Thread-safe. */
public final class OpenAiClient {

    private final Transport transport;
    private final CallRegistry calls;

    private OpenAiClient(Transport transport, CallRegistry calls) {
        this.transport = transport;
        this.calls = calls;
    }

    /** The pipeline: a call passes from the last line to the first. */
    public static OpenAiClient create(Transport network, ClientSettings settings, ClientServices shared) {
        Transport throttled = new ThrottledTransport(network, settings, shared.throttles()); // every attempt pays
        Transport resilient = new RetryingTransport(
                throttled, settings.retryPolicy(), shared.budget(), shared.timer(), shared.ticker());
        return new OpenAiClient(resilient, shared.calls());
    }

    /**
     * Sends a call. Never throws. Blocks only a caller that a full queue may hold.
     *
     * @param lane where the call waits for quota
     * @return completes with the answer or with an {@link io.github.camelopenai.error.OpenAiException}, on any thread;
     *     cancelling it cancels the call at any stage
     */
    public <T> CompletableFuture<Reply<T>> send(HttpCall<T> call, Lane lane) {
        return send(call, new CallProgress(lane, false));
    }

    /**
     * Sends a later call of an exchange, for example after the tools of a round. The call goes to the head of its lane
     * and never blocks: exchanges in flight end before new ones begin. Otherwise as {@link #send}.
     */
    public <T> CompletableFuture<Reply<T>> follow(HttpCall<T> call, Lane lane) {
        return send(call, new CallProgress(lane, true));
    }

    /**
     * Guards a step that a call waits for: the step fails when the Camel context stops, so that no call waits for ever.
     */
    public <T> CompletableFuture<T> endingWithContext(CompletableFuture<T> step) {
        return guarded(() -> step, late -> {});
    }

    private <T> CompletableFuture<Reply<T>> send(HttpCall<T> call, CallProgress progress) {
        return guarded(() -> transport.send(call, progress), AbandonedReplies::discard);
    }

    /**
     * @param step not begun once the context has stopped; what it throws ends the result
     * @param late takes a value that arrives after the result has ended
     */
    private <T> CompletableFuture<T> guarded(Supplier<CompletableFuture<T>> step, Consumer<T> late) {
        CancellableChain<T> result = new CancellableChain<>();
        calls.add(result);
        if (!result.isDone()) {
            result.take(() -> result.awaits(step.get()).whenComplete((value, failure) -> {
                if (failure != null) {
                    result.completeExceptionally(CancellableChain.unwrap(failure));
                } else if (!result.complete(value)) {
                    late.accept(value);
                }
            }));
        }
        return result;
    }
}
