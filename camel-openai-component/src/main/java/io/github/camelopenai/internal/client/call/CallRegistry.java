// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.quota.terms.Used;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All calls of a component that have not ended, so that a stop can end them. The queues bound their number.
 * Thread-safe.
 */
public final class CallRegistry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CallRegistry.class);

    private final Set<CancellableChain<?>> calls = ConcurrentHashMap.newKeySet();
    private final Map<CompletableFuture<Used>, Opened> bodies =
            new ConcurrentHashMap<>(); // by what says that they are closed
    private volatile boolean closed;

    /**
     * A body, which must not stay only because it is here.
     *
     * @param cancellation what breaks the connection off
     */
    private record Opened(Reference<OpenBody> body, Runnable cancellation) {}

    public void add(CancellableChain<?> call) {
        calls.add(call);
        call.whenComplete((reply, failure) -> calls.remove(call));
        if (closed) {
            abort(call);
        }
    }

    /** Adds an answer whose body is still read: the call has ended, its connection has not. */
    public void add(OpenBody body, Runnable cancellation) {
        CompletableFuture<Used> end = body.closed();
        end.thenRun(() -> bodies.remove(end)); // first, as it may find no memory
        Opened opened = new Opened(new WeakReference<>(body), cancellation);
        bodies.put(end, opened);
        if (closed) {
            abort(opened, end);
        }
    }

    /** How many calls have not ended. The set also has ended calls, until the route after them has ended as well. */
    public int size() {
        return (int) calls.stream().filter(call -> !call.isDone()).count();
    }

    /** How many answers are still being read. */
    public int bodies() {
        return bodies.size();
    }

    /** Ends all calls with an exception, and all later ones. */
    @Override
    public void close() {
        closed = true;
        calls.forEach(call -> end(() -> abort(call)));
        bodies.forEach((end, opened) -> abort(opened, end));
    }

    private static void abort(Opened opened, CompletableFuture<Used> end) {
        end(() -> {
            OpenBody body = opened.body().get();
            if (body != null) {
                body.contextStopped();
            }
            opened.cancellation().run();
            if (body == null) { // nobody else closes it
                end.complete(Used.UNKNOWN);
            }
        });
    }

    /** Cancels one call; a failure does not stop the others from being cancelled. */
    private static void end(Runnable cancellation) {
        try {
            cancellation.run();
        } catch (RuntimeException e) {
            LOG.debug("A call could not be cancelled", e); // for example by a user's listener
        }
    }

    private static void abort(CancellableChain<?> call) {
        call.abort(new OpenAiTransportException(
                "the component stopped before the call was answered", ErrorDetails.withoutAnswer(0, false), null));
    }
}
