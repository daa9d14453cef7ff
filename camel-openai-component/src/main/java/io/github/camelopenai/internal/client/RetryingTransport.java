// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.internal.client.call.AbandonedReplies;
import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.CancellableChain;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Reply;
import io.github.camelopenai.internal.client.call.Transport;
import io.github.camelopenai.internal.retry.RetryBudget;
import io.github.camelopenai.internal.retry.RetryPolicy;
import io.github.camelopenai.internal.retry.RetryPolicy.Verdict;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retries a call while a retry can help. It has the only retry loop of the component. Thread-safe. */
final class RetryingTransport implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingTransport.class);

    private final Transport inner;
    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final Timer timer;
    private final Ticker ticker;

    RetryingTransport(Transport inner, RetryPolicy policy, RetryBudget budget, Timer timer, Ticker ticker) {
        this.inner = inner;
        this.policy = policy;
        this.budget = budget;
        this.timer = timer;
        this.ticker = ticker;
    }

    @Override
    public <T> CompletableFuture<Reply<T>> send(HttpCall<T> call, CallProgress progress) {
        Attempts<T> attempts = new Attempts<>(call, progress);
        attempts.next();
        return attempts.result;
    }

    /** One logical call: tries until it succeeds or the policy gives up. Its steps run one after the other. */
    private final class Attempts<T> {
        private final HttpCall<T> call;
        private final CallProgress progress;
        private final CancellableChain<Reply<T>> result = new CancellableChain<>();
        private OpenAiException lastFailure;
        private int rejections;
        private long firstFailureAt;

        Attempts(HttpCall<T> call, CallProgress progress) {
            this.call = call;
            this.progress = progress;
        }

        void next() {
            if (lastFailure != null) {
                progress.retriesFor(policy.left(sinceFirstFailure()));
            }
            if (!result.isDone()) { // cancelled during a delay
                result.take(() -> result.awaits(inner.send(call, progress)).whenComplete(this::settle));
            }
        }

        private void settle(Reply<T> reply, Throwable failure) {
            try {
                proceed(reply, failure);
            } catch (Throwable e) { // the call must end after any failure
                result.abort(e);
                if (reply != null) {
                    AbandonedReplies.discard(reply);
                }
            }
        }

        private void proceed(Reply<T> reply, Throwable failure) {
            if (failure == null) {
                budget.earn();
                if (!result.complete(reply)) {
                    AbandonedReplies.discard(reply);
                }
            } else if (CancellableChain.unwrap(failure) instanceof OpenAiException known) {
                afterFailure(known);
            } else {
                result.completeExceptionally(CancellableChain.unwrap(failure));
            }
        }

        private void afterFailure(OpenAiException failure) {
            // A refusal by our own queue is final: the queue has looked further ahead than a retry could.
            if (failure.attempts() == 0) {
                afterRefusal(failure);
                return;
            }
            if (progress.isRedirected()) { // the server processed nothing: no failure, so the call continues at once
                next();
                return;
            }
            // The queue sent a rejected call too early, so it does not count as an attempt. The deadline bounds the
            // wait.
            boolean rejected = failure instanceof OpenAiRateLimitException;
            rejections += rejected ? 1 : 0;
            Verdict verdict = rejected
                    ? policy.afterRejection(rejections, failure, sinceFirstFailure())
                    : policy.afterFailure(
                            progress.attempts() - progress.redirects() - rejections, failure, sinceFirstFailure());
            lastFailure = failure;
            if (verdict instanceof Verdict.GiveUp end) {
                giveUp(failure, counted(end.reason()));
            } else if (verdict instanceof Verdict.Retry again) {
                retry(failure, again.delay());
            }
        }

        /** A call that waits for quota until the retry deadline fails with the server's last failure. */
        private void afterRefusal(OpenAiException refusal) {
            if (lastFailure == null) {
                giveUp(refusal, null);
            } else if (refusal instanceof OpenAiRateLimitException
                    && policy.left(sinceFirstFailure()).compareTo(Duration.ZERO) <= 0) {
                giveUp(lastFailure, counted(policy.waitedPastDeadline()));
            } else {
                giveUp(refusal, "before that, " + lastFailure.getMessage());
            }
        }

        private void retry(OpenAiException failure, Duration delay) {
            boolean paced = failure instanceof OpenAiRateLimitException;
            if (!paced && !budget.trySpend()) {
                giveUp(failure, "not tried again: too many calls fail, the retry budget is used up");
                return;
            }
            LOG.debug(
                    "Attempt {} of {} failed with {} {}; next in {} ms",
                    progress.attempts(),
                    call.path(),
                    failure.status(),
                    failure.code(),
                    delay.toMillis());
            Delay pause = new Delay();
            result.awaits(pause); // before the delay begins: it may end at once, on another thread
            pause.begin(timer.schedule(this::next, delay));
        }

        /** Adds the number of attempts and the time since the first failure. */
        private String counted(String reason) {
            if (reason == null || progress.attempts() == 1 || reason.startsWith("gave up after ")) {
                return reason;
            }
            return reason + "; " + progress.attempts() + " attempts, the first failure "
                    + sinceFirstFailure().toMillis() + "ms ago";
        }

        private void giveUp(OpenAiException failure, String reason) {
            boolean asItIs = reason == null && failure.attempts() == progress.attempts();
            result.completeExceptionally(asItIs ? failure : failure.afterGivingUp(reason, progress.attempts()));
        }

        private Duration sinceFirstFailure() {
            if (lastFailure == null) {
                firstFailureAt = ticker.nanos();
            }
            return Duration.ofNanos(ticker.nanos() - firstFailureAt);
        }
    }

    /** A pending delay that can be cancelled. */
    private static final class Delay extends CompletableFuture<Void> {
        private volatile Timer.Scheduled scheduled;

        void begin(Timer.Scheduled begun) {
            scheduled = begun;
            if (isCancelled()) {
                begun.cancel();
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            Timer.Scheduled begun = scheduled;
            if (begun != null) {
                begun.cancel();
            }
            return cancelled;
        }
    }
}
