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
 * A body that is handed on while the server still sends. Whoever holds it must close it. For one reader; may be
 * closed from another thread.
 */
public final class OpenBody extends InputStream {

    private final InputStream body;
    private final CompletableFuture<Used> closed = new CompletableFuture<>();
    private long received;
    private volatile Used used = Used.UNKNOWN;
    private volatile Runnable abandonment = () -> {};
    private volatile Function<byte[], OpenAiException> complaint = text -> null;
    private volatile UnaryOperator<IOException> shown = failure -> failure;
    private volatile Function<Stranger, OpenAiException> strangerFailure = what -> null;
    private volatile SilenceWatch silence; // null where nobody minds
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

    /** What the answer has used, as soon as that is known; it settles the call when the body is closed. */
    public void uses(Used nowKnown) {
        used = nowKnown;
    }

    /** How often the request has been sent for it. */
    public void cost(int attemptsMade) {
        attempts = attemptsMade;
    }

    /** How the connection is broken off. */
    public void onAbandon(Runnable cancellation) {
        abandonment = cancellation;
    }

    /** Breaks the connection off, also while another thread reads; what is left unread is not read away. Close it all the same. */
    public void abandon() {
        abandonment.run();
    }

    /** How a failure is made fit for a stack trace. */
    public void onFailure(UnaryOperator<IOException> asShown) {
        shown = asShown;
    }

    /** What ends it when the server says nothing; closed with it. */
    public void endsAfterSilence(SilenceWatch watch) {
        silence = watch;
    }

    /** The exception of a reader that still reads says from now on that the context has stopped. */
    void contextStopped() {
        contextStopped = true;
    }

    /** How a failure that the server tells within the body becomes an exception. */
    public void onComplaint(Function<byte[], OpenAiException> asException) {
        complaint = asException;
    }

    /** The exception that a failure within the body would have been as an answer of its own. */
    public OpenAiException complaint(byte[] json) {
        return complaint.apply(json);
    }

    /** How a body that is no answer becomes an exception. */
    public void onStranger(Function<Stranger, OpenAiException> asException) {
        strangerFailure = asException;
    }

    /** The exception for a body that is no answer; null where nobody knows. */
    public OpenAiException stranger(Stranger what) {
        return strangerFailure.apply(what);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * @throws IOException when the body is closed
     * @throws OpenAiTransportException when the server broke it off, the Camel context has stopped, or the reader was
     *     interrupted
     */
    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (closed.isDone()) {
            throw new IOException("the exchange is complete and its stream is closed; read the body within the route,"
                    + " for example with convertBodyTo(byte[].class)");
        }
        SilenceWatch watch = silence;
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

    private int watched(SilenceWatch watch, byte[] target, int offset, int count) throws IOException {
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
            // OkHttp reads the rest away and cannot while another thread reads; that one meets the broken connection.
            abandon();
        } finally {
            SilenceWatch watch = silence;
            if (watch != null) {
                watch.close();
            }
            closed.complete(used);
        }
    }
}
