// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.error.OpenAiAuthenticationException;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiRateLimitException;
import io.github.camelopenai.error.OpenAiRequestException;
import io.github.camelopenai.error.OpenAiServerException;
import io.github.camelopenai.internal.operation.Operation;
import io.github.camelopenai.internal.operation.Operation.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** The asynchronous contract of Camel and nothing else: every exchange ends exactly once, on a worker thread. */
public final class OpenAiProducer extends DefaultAsyncProducer {

    // The names that Camel's other AI components use, so that one onException serves all of them.
    private static final String ERROR_CATEGORY = "CamelAiErrorCategory";
    private static final String RETRY_AFTER_MILLIS = "CamelAiRetryAfterMillis";

    private final Operation operation;
    private final Workers workers;

    /**
     * @param workers where routes go on
     */
    OpenAiProducer(OpenAiEndpoint endpoint, Operation operation, Workers workers) {
        super(endpoint);
        this.operation = operation;
        this.workers = workers;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Answer> answer = operation.run(exchange);
        // What is refused at once must not go on within this call, even on a worker.
        Executor next = answer.isDone() ? workers.others() : workers;
        answer.whenCompleteAsync((value, failure) -> finish(exchange, value, failure, callback), next);
        return false;
    }

    private static void finish(Exchange exchange, Answer answer, Throwable failure, AsyncCallback callback) {
        try {
            exchange.removeProperty(ERROR_CATEGORY);
            exchange.removeProperty(RETRY_AFTER_MILLIS);
            if (failure == null) {
                answer.writeTo(exchange);
            } else {
                fail(exchange, unwrap(failure));
            }
        } catch (Throwable e) { // whatever it is, the exchange must end
            exchange.setException(e);
        } finally {
            callback.done(false);
        }
    }

    private static void fail(Exchange exchange, Throwable failure) {
        exchange.setException(failure);
        if (failure instanceof OpenAiException known) {
            exchange.setProperty(ERROR_CATEGORY, category(known));
            known.retryAfter().ifPresent(wait -> exchange.setProperty(RETRY_AFTER_MILLIS, wait.toMillis()));
        }
    }

    /** An account without money is UNKNOWN, not RATE_LIMIT: waiting does not help. */
    private static String category(OpenAiException failure) {
        if (failure instanceof OpenAiRateLimitException) {
            return "RATE_LIMIT";
        }
        if (failure instanceof OpenAiServerException) {
            return "SERVER_ERROR";
        }
        if (failure instanceof OpenAiRequestException) {
            return "VALIDATION";
        }
        return failure instanceof OpenAiAuthenticationException ? "AUTH" : "UNKNOWN";
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
