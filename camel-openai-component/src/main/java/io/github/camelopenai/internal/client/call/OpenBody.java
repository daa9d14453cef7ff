// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.error.ErrorDetails;
import io.github.camelopenai.error.OpenAiException;
import io.github.camelopenai.error.OpenAiTransportException;
import io.github.camelopenai.internal.quota.terms.Used;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A body that is handed on while the server still sends. The caller must close it. For one reader; may be closed from
 * another thread.
 */
public final class OpenBody extends BulkInputStream {

    private final InputStream body;
    private final CompletableFuture<Used> closed = new CompletableFuture<>();
    private long received;
    private volatile Used used = Used.UNKNOWN;
    private volatile Runnable abandonment = () -> {};
    private volatile Function<byte[], OpenAiException> complaint = text -> null;
    private volatile UnaryOperator<IOException> shown = failure -> failure;
    private volatile Function<UnexpectedContent, OpenAiException> strangerFailure = what -> null;
    private volatile IdleWatchdog silence; // null if the silence is not bounded
    private volatile boolean contextStopped;
    private volatile int attempts = 1;

    /** The body of an answer. */
    public OpenBody(InputStream body) {
        this.body = body;
    }

    /**
     * Completes with what the answer has used when the body is closed, on the thread that closes it. What follows it must not
     * hold this body, or one that nobody reads would stay open.
     */
    public CompletableFuture<Used> closed() {
        return closed;
    }

    /** Sets the usage of the answer as soon as it is known; it settles the call when the body is closed. */
    public void uses(Used nowKnown) {
        used = nowKnown;
    }

    /** How often the request has been sent for it. */
    public void cost(int attemptsMade) {
        attempts = attemptsMade;
    }

    /** Sets how to cut the connection. */
    public void onAbandon(Runnable cancellation) {
        abandonment = cancellation;
    }

    /**
     * Cuts the connection, even while another thread reads; the unread rest is not drained. Close the body all the
     * same.
     */
    public void abandon() {
        abandonment.run();
    }

    /** Sets how to make a failure safe for a stack trace. */
    public void onFailure(UnaryOperator<IOException> asShown) {
        shown = asShown;
    }

    /** Sets the watchdog that ends the body when the server is silent; it is closed with the body. */
    public void endsAfterSilence(IdleWatchdog watch) {
        silence = watch;
    }

    /** From now on, the exception of a reader that still reads states that the context has stopped. */
    void contextStopped() {
        contextStopped = true;
    }

    /** Sets how a failure that the server reports within the body becomes an exception. */
    public void onComplaint(Function<byte[], OpenAiException> asException) {
        complaint = asException;
    }

    /** The exception for a failure within the body, as if it had come as an error answer. */
    public OpenAiException complaint(byte[] json) {
        return complaint.apply(json);
    }

    /** Sets how a body that is not an answer becomes an exception. */
    public void onStranger(Function<UnexpectedContent, OpenAiException> asException) {
        strangerFailure = asException;
    }

    /** The exception for a body that is not an answer; null where none is defined. */
    public OpenAiException stranger(UnexpectedContent what) {
        return strangerFailure.apply(what);
    }

    /**
     * @throws IOException when the body is closed
     * @throws OpenAiTransportException when the server cut the connection, the Camel context has stopped, or the reader
     *     was interrupted
     */
    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (closed.isDone()) {
            throw new IOException("the exchange is complete and its stream is closed; read the body within the route,"
                    + " for example with convertBodyTo(byte[].class)");
        }
        IdleWatchdog watch = silence;
        try {
            int read = watch == null ? body.read(target, offset, count) : watched(watch, target, offset, count);
            received += Math.max(0, read);
            return read;
        } catch (IOException e) {
            throw brokenOff(shown.apply(e), watch != null && watch.isOver());
        }
    }

    private OpenAiTransportException brokenOff(IOException cause, boolean silent) {
        if (contextStopped) {
            return new OpenAiTransportException(
                    "the component stopped while the stream was open, after " + received
                            + " bytes; raise the timeout of Camel's shutdown strategy so that such streams can end",
                    ErrorDetails.withoutAnswer(attempts, false),
                    cause);
        }
        if (cause instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
            return new OpenAiTransportException(
                    "the stream broke off after " + received + " bytes: its reader was interrupted",
                    ErrorDetails.withoutAnswer(attempts, false),
                    cause);
        }
        String why = silent
                ? "nothing came for longer than streamIdleTimeout"
                : cause.getClass().getSimpleName();
        return new OpenAiTransportException(
                "the server's stream broke off after " + received + " bytes: " + why,
                ErrorDetails.withoutAnswer(attempts, true),
                cause);
    }

    private int watched(IdleWatchdog watch, byte[] target, int offset, int count) throws IOException {
        watch.waiting();
        try {
            return body.read(target, offset, count);
        } finally {
            watch.heard();
        }
    }

    @Override
    public int available() throws IOException {
        return closed.isDone() ? 0 : body.available();
    }

    @Override
    public void close() throws IOException {
        try {
            body.close();
        } catch (IllegalStateException e) {
            // OkHttp drains the rest on close and cannot while another thread reads; that thread gets the broken
            // connection.
            abandon();
        } finally {
            IdleWatchdog watch = silence;
            if (watch != null) {
                watch.close();
            }
            closed.complete(used);
        }
    }
}
