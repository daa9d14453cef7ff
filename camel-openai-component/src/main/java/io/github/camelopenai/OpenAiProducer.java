// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiResponseException;
import io.github.camelopenai.internal.operation.ErrorProperties;
import io.github.camelopenai.internal.operation.Operation;
import io.github.camelopenai.internal.operation.Operation.Answer;
import io.github.camelopenai.internal.thread.Workers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fulfils Camel's asynchronous contract and does nothing else: every exchange ends exactly once, whatever is thrown.
 */
public final class OpenAiProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiProducer.class);

    private static final StackTraceElement[] NO_TRACE = {};
    /** Made beforehand, for when there is no memory for another. It belongs to no exchange and cannot be changed. */
    private static final Exception NO_MEMORY = new NoMemoryException();

    private final OpenAiEndpoint endpoint;
    private volatile Serving serving;

    /** The operation and its runtime, valid until the component stops. */
    record Serving(Operation operation, OpenAiRuntime runtime) {}

    OpenAiProducer(OpenAiEndpoint endpoint, Serving serving) {
        super(endpoint);
        this.endpoint = endpoint;
        this.serving = serving;
    }

    /** A component that was stopped and started again has new queues, connections and threads. */
    private Serving serving() throws Exception {
        Serving current = serving;
        if (current.runtime().hasEnded() && !endpoint.getComponent().hasStopped()) {
            synchronized (this) {
                if (serving == current) {
                    serving = endpoint.serving();
                }
                return serving;
            }
        }
        return current;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        AtomicBoolean ended = new AtomicBoolean();
        BiConsumer<Answer, Throwable> end = (value, failure) -> {
            if (ended.compareAndSet(false, true)) {
                finish(exchange, value, failure, callback, false);
            }
        };
        CompletableFuture<Answer> answer = null;
        try {
            Serving current = serving();
            Workers workers = current.runtime().workers();
            answer = current.operation().run(exchange);
            // What is refused at once must not go on within this call, even on a worker.
            Executor next = answer.isDone() ? workers.others() : workers;
            answer.whenCompleteAsync(end, next).whenComplete(end); // the second where the executor throws
            return false;
        } catch (Throwable e) { // for example a stack overflow in the calling thread
            if (ended.compareAndSet(false, true)) {
                abandon(answer);
                finish(exchange, null, e, callback, true);
                return true;
            }
            return false;
        }
    }

    private static void finish(
            Exchange exchange, Answer answer, Throwable failure, AsyncCallback callback, boolean withinTheCall) {
        try {
            ErrorProperties.clear(exchange);
            if (failure == null) {
                answer.writeTo(exchange);
            } else {
                fail(exchange, unwrap(failure));
            }
        } catch (Throwable e) { // whatever it is, the exchange must end
            failAnyway(exchange, e);
        } finally {
            signal(exchange, callback, withinTheCall);
        }
    }

    /** Nobody follows it. */
    private static void abandon(CompletableFuture<Answer> answer) {
        try {
            if (answer != null) {
                answer.cancel(true);
            }
        } catch (Throwable e) { // the exchange must end all the same
            LOG.debug("A call could not be cancelled", e);
        }
    }

    /** With what there is memory for. */
    private static void failAnyway(Exchange exchange, Throwable failure) {
        try {
            exchange.setException(known(failure));
        } catch (Throwable e) {
            exchange.setException(NO_MEMORY);
        }
    }

    /** Whatever the rest of the route throws would disappear on a worker. */
    private static void signal(Exchange exchange, AsyncCallback callback, boolean withinTheCall) {
        try {
            callback.done(withinTheCall);
        } catch (Throwable e) {
            LOG.error("A later step of exchange {} threw what Camel does not handle", exchange.getExchangeId(), e);
        }
    }

    private static void fail(Exchange exchange, Throwable failure) {
        Throwable shown = known(failure);
        exchange.setException(shown);
        if (shown instanceof OpenAiException known) {
            if (exchange.getContext().isStopping()) {
                known.setStackTrace(NO_TRACE); // it only shows how the context stops, for each of thousands of calls
            }
            ErrorProperties.set(exchange, known);
        }
    }

    /** A failure without a trace, which many exchanges can share. */
    private static final class NoMemoryException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoMemoryException() {
            super("no memory was left on this side to end the step", null, false, false);
        }
    }

    /** Camel gives an Error no words of its own. */
    private static Throwable known(Throwable failure) {
        return failure instanceof Error
                ? new OpenAiResponseException(
                        "the step failed on this side while the answer was read or written: "
                                + failure.getClass().getSimpleName(),
                        ErrorDetails.LOCAL,
                        failure)
                : failure;
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
