// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camelopenai.internal.schema.JsonFault;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import io.github.camelopenai.internal.time.Timer.Scheduled;
import io.github.camelopenai.model.ToolCall;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a tool, from the model's words to the words for the model. Thread-safe. */
final class ToolRun {
    /*
     * 1. The result is there once: from the route, from the deadline, or because the route is gone. The first wins.
     * 2. The exchange is given back once, when the route is done with it, whether or not anybody still waits.
     * 3. The unit of work is ours and not the route's, as its end deletes the spooled body that is still to be read.
     * 4. Whoever waits goes on last, on a worker: it may run a whole route.
     */
    static final String TOOL_CALL = "CamelOpenAIToolCall";

    private static final Logger LOG = LoggerFactory.getLogger(ToolRun.class);

    private static final int LONGEST_TEXT = 500;

    private final ToolCall call;
    private final Executor workers;
    private final Ticker ticker;
    private final long begun;
    private final CompletableFuture<ToolResult> result = new CompletableFuture<>();
    private CompletableFuture<ToolResult> settled = result; // the same, once the deadline is cancelled too
    private final AtomicBoolean returned = new AtomicBoolean();

    ToolRun(ToolCall call, Executor workers, Ticker ticker) {
        this.call = call;
        this.workers = workers;
        this.ticker = ticker;
        this.begun = ticker.nanos();
    }

    /** What the route gets. */
    record Input(Arguments.Read arguments, Map<String, Object> variables, ToolChain chain) {}

    CompletableFuture<ToolResult> result() {
        return settled;
    }

    /** Starts the route on a worker, and the clock for it. */
    void begin(ToolRoute tool, Input input, Timer timer, Duration timeout) {
        Scheduled deadline = timer.schedule(() -> workers.execute(() -> timeOut(timeout)), timeout);
        settled = result.whenComplete((any, never) -> {
            deadline.cancel();
            tool.ended(this);
        });
        tool.begun(this);
        workers.execute(() -> run(tool, input));
    }

    private void run(ToolRoute tool, Input input) {
        if (!tool.isOpen()) {
            stop();
        }
        if (result.isDone()) {
            return; // nobody waits any more
        }
        try {
            process(tool.consumer(), tool.consumer().createExchange(false), input);
        } catch (Throwable e) { // whatever it is, the call must end
            fail(e);
        }
    }

    private void process(DefaultConsumer consumer, Exchange exchange, Input input) {
        try {
            fill(exchange, input);
            consumer.createUoW(exchange).onPrepare(exchange);
            consumer.getAsyncProcessor().process(exchange, doneSync -> {
                if (doneSync) {
                    takeBack(consumer, exchange);
                } else { // perhaps on a thread that must not wait for a body
                    workers.execute(() -> takeBack(consumer, exchange));
                }
            });
        } catch (Throwable e) { // whatever it is, the call must end
            exchange.setException(e);
            takeBack(consumer, exchange);
        }
    }

    private void fill(Exchange exchange, Input input) {
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setProperty(TOOL_CALL, call);
        input.variables().forEach(exchange::setVariable);
        input.arguments().parameters().forEach(exchange.getMessage()::setHeader);
        input.chain().writeTo(exchange); // after the parameters, none of which may take its place
        exchange.getMessage().setBody(input.arguments().body());
    }

    private void takeBack(DefaultConsumer consumer, Exchange exchange) {
        if (!returned.compareAndSet(false, true)) {
            return;
        }
        ToolResult read = result.isDone() ? null : read(exchange);
        try {
            consumer.doneUoW(exchange);
            consumer.releaseExchange(exchange, false);
        } catch (Throwable e) {
            LOG.warn("The exchange of tool {} was not given back in order", call.name(), e);
        } finally {
            if (read != null) {
                result.complete(read);
            }
        }
    }

    private ToolResult read(Exchange exchange) {
        if (exchange.getException() != null) {
            return failed(exchange.getException());
        }
        try {
            return ended(ToolOutcome.OK, ResultText.of(exchange), null);
        } catch (ResultText.TooLarge e) {
            return ended(ToolOutcome.TOO_LARGE, e.getMessage() + "; ask for less", e);
        } catch (Throwable e) {
            return failed(e);
        }
    }

    private void timeOut(Duration timeout) {
        String text = "tool " + call.name() + " did not answer within " + timeout.toMillis() + " ms";
        result.complete(ended(ToolOutcome.TIMED_OUT, text, new TimeoutException(text)));
    }

    /** The same as {@link #stop}, for a thread that has other things to do. */
    void abandon() {
        workers.execute(this::stop);
    }

    /** The route is stopped or gone. */
    void stop() {
        end(ToolOutcome.STOPPED, "tool " + call.name() + " is not available at the moment; go on without it");
    }

    /** Ends the call without its route, for a reason that is not the tool's fault. */
    void end(ToolOutcome outcome, String text) {
        result.complete(ended(outcome, cut(text, LONGEST_TEXT), null));
    }

    void fail(Throwable failure) {
        result.complete(failed(failure));
    }

    private ToolResult failed(Throwable failure) {
        Throwable told = failure;
        while (told instanceof RuntimeCamelException && told.getCause() != null) {
            told = told.getCause(); // Camel's wrappers say nothing
        }
        String message = message(told);
        String text = "tool " + call.name() + " failed: " + told.getClass().getSimpleName()
                + (message == null ? "" : ": " + message);
        return ended(ToolOutcome.FAILED, cut(text, LONGEST_TEXT), failure);
    }

    private static String message(Throwable failure) {
        try {
            return failure instanceof JsonProcessingException json ? JsonFault.of(json) : failure.getMessage();
        } catch (Throwable e) { // an exception of the user's own that fails itself
            return null;
        }
    }

    private ToolResult ended(ToolOutcome outcome, String text, Throwable failure) {
        long milliseconds = TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - begun);
        return new ToolResult(call, text, outcome, milliseconds, Optional.ofNullable(failure));
    }

    /** No more than so many characters. */
    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
