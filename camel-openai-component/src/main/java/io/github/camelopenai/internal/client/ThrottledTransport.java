// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.internal.client.call.AbandonedReplies;
import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.CancellableChain;
import io.github.camelopenai.internal.client.call.ClientSettings;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.OpenBody;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.Transport;
import io.github.camelopenai.internal.quota.QuotaKey;
import io.github.camelopenai.internal.quota.Throttle;
import io.github.camelopenai.internal.quota.Throttles;
import io.github.camelopenai.internal.quota.terms.Permit;
import io.github.camelopenai.internal.quota.terms.Rejection;
import io.github.camelopenai.internal.quota.terms.ServerView;
import io.github.camelopenai.internal.quota.terms.Used;
import java.util.concurrent.CompletableFuture;

/** Sends a call once there is quota for it, and settles the quota with the real usage. Thread-safe. */
final class ThrottledTransport implements Transport {

    private final Transport inner;
    private final ClientSettings settings;
    private final Throttles throttles;
    private final String account;

    ThrottledTransport(Transport inner, ClientSettings settings, Throttles throttles) {
        this.inner = inner;
        this.settings = settings;
        this.throttles = throttles;
        this.account = settings.account(); // once: it computes a digest
    }

    @Override
    public <T> CompletableFuture<Reply<T>> send(HttpCall<T> call, CallProgress progress) {
        CancellableChain<Reply<T>> result = new CancellableChain<>();
        result.take(() -> result.awaits(
                        throttle(call).acquire(call.cost(), progress.lane(), progress.patience(settings.patience())))
                .whenComplete((permit, refusal) -> {
                    if (refusal != null) {
                        result.completeExceptionally(CancellableChain.unwrap(refusal));
                    } else if (result.isDone()) {
                        permit.refund(); // cancelled while the permit was in flight
                    } else {
                        begin(call, progress, permit, result);
                    }
                }));
        return result;
    }

    private <T> void begin(HttpCall<T> call, CallProgress progress, Permit permit, CancellableChain<Reply<T>> result) {
        CompletableFuture<Reply<T>> sent = null;
        try {
            progress.waited(permit.waited());
            progress.whenLeft(permit::left);
            sent = inner.send(call, progress);
            endWith(sent, progress, permit, result);
        } catch (Throwable e) {
            try {
                giveBack(permit, sent);
            } finally {
                result.completeExceptionally(e);
            }
        }
    }

    /** @param sent what is under way and cannot be followed; null for nothing */
    private static <T> void giveBack(Permit permit, CompletableFuture<Reply<T>> sent) {
        if (sent == null) {
            permit.refund();
            return;
        }
        try {
            if (!sent.cancel(true) && !sent.isCompletedExceptionally()) {
                AbandonedReplies.discard(sent.join());
            }
        } finally {
            permit.settle(Used.UNKNOWN, ServerView.NONE);
        }
    }

    private Throttle throttle(HttpCall<?> call) {
        QuotaKey key = new QuotaKey(account, call.family());
        return throttles.of(key, settings.limits().apply(call.family()), settings.queue(), settings.sharing());
    }

    private static <T> void endWith(
            CompletableFuture<Reply<T>> sent, CallProgress progress, Permit permit, CancellableChain<Reply<T>> result) {
        result.awaits(sent).whenComplete((reply, failure) -> {
            if (failure != null) {
                try {
                    end(permit, CancellableChain.unwrap(failure), progress.view());
                } finally { // the exchange ends even if settling the quota fails
                    result.completeExceptionally(CancellableChain.unwrap(failure));
                }
                return;
            }
            try {
                settle(permit, reply, progress.view());
            } finally {
                if (!result.complete(reply)) {
                    AbandonedReplies.discard(reply);
                }
            }
        });
    }

    private static void settle(Permit permit, Reply<?> reply, ServerView view) {
        if (reply.value() instanceof OpenBody open) {
            open.closed().thenAccept(used -> permit.settle(used, ServerView.NONE)); // it holds a connection
            permit.heard(view); // only then, as it may fail
        } else {
            permit.settle(reply.used(), view);
        }
    }

    private static void end(Permit permit, Throwable failure, ServerView view) {
        if (failure instanceof OpenAiException known && known.attempts() == 0) {
            permit.refund(); // the request was not sent
        } else if (failure instanceof OpenAiException known && isRejection(known)) {
            permit.rejected(new Rejection(known.retryAfter().orElse(null), "slow_down".equals(known.code())), view);
        } else {
            permit.settle(Used.UNKNOWN, view); // failed requests count too
        }
    }

    /** True for a rejection that can pass: not for a request that is too large by itself, nor for missing credit. */
    private static boolean isRejection(OpenAiException failure) {
        return failure.isRetryable()
                && (failure instanceof OpenAiRateLimitException || "slow_down".equals(failure.code()));
    }
}
