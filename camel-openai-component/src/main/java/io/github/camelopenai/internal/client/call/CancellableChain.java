// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;

/** A result that passes its cancellation on to the step that it currently waits for. Thread-safe. */
public final class CancellableChain<T> extends CompletableFuture<T> {

    private volatile Future<?> step;

    /** From now on a cancellation reaches this step. */
    public <S> CompletableFuture<S> awaits(CompletableFuture<S> next) {
        step = next;
        if (isDone()) {
            next.cancel(true); // this result ended before it knew the step
        }
        return next;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) { // otherwise the step has ended too, and its body may be in use
            cancelStep();
        }
        return cancelled;
    }

    /** Runs a step; if the step throws, this result fails with the exception. */
    public void take(Runnable next) {
        try {
            next.run();
        } catch (Throwable e) { // the caller waits for an end, whatever fails
            abort(e);
        }
    }

    /** Ends with a failure and cancels what is under way; does nothing where it has ended. */
    public void abort(Throwable failure) {
        if (completeExceptionally(failure)) {
            cancelStep();
        }
    }

    private void cancelStep() {
        Future<?> current = step;
        if (current != null) {
            current.cancel(true);
        }
    }

    /** The failure itself, without the wrapper that dependent futures put around it. */
    public static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
