// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.StreamedAnswer.State;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import wiremock.jakarta.servlet.AsyncContext;
import wiremock.jakarta.servlet.ServletOutputStream;
import wiremock.jakarta.servlet.ServletResponse;
import wiremock.org.eclipse.jetty.io.AbstractEndPoint;
import wiremock.org.eclipse.jetty.io.EndPoint;
import wiremock.org.eclipse.jetty.server.HttpChannel;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.util.BufferUtil;
import wiremock.org.eclipse.jetty.util.Callback;
import wiremock.org.eclipse.jetty.util.thread.Scheduler;

/** Sends one body in pieces. Thread-safe. */
final class StreamSender {
    /*
     * 1. run() sends what may be sent, then returns: whoever ends the wait calls it again. A stream that waits for a pause,
     *    a gate or its client keeps no thread.
     * 2. While it waits it listens for the client's end of the connection. Jetty reads nothing during an answer, so it
     *    would not notice; nobody sends a second request before the first is answered.
     * 3. Whoever closes the connection early does so before the answer is completed: else Jetty would end it properly.
     */
    private final Streams streams;
    private final StreamPlan plan;
    private final List<StreamGate> gates;
    private final AsyncContext async;
    private final ServletResponse response;
    private final EndPoint endPoint;
    private final Executor executor;
    private final Scheduler scheduler;
    private final Runnable resume;
    private final Departure departure = new Departure();
    private final AtomicReference<State> closedAs = new AtomicReference<>(); // null until somebody ends it
    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.OPEN; // guarded by lock
    private int next; // guarded by lock
    private boolean rested; // guarded by lock
    private boolean listening; // guarded by lock

    /** Takes over an exchange for which WireMock has set the status and headers. */
    StreamSender(Streams streams, StreamPlan plan, Request request, ServletResponse response) {
        this.streams = streams;
        this.plan = plan;
        this.gates = streams.closedGates();
        this.response = response;
        this.async = request.startAsync();
        async.setTimeout(0);
        HttpChannel channel = request.getHttpChannel();
        this.endPoint = channel.getEndPoint();
        this.executor = channel.getConnector().getExecutor();
        this.scheduler = channel.getScheduler();
        this.resume = () -> executor.execute(this::run);
    }

    void begin() {
        streams.began(this);
        if (plan.delayMillis() == 0) {
            run();
            return;
        }
        rest(plan.delayMillis());
        lock.lock();
        try {
            listen();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connection, wherever the stream is. */
    void cut() {
        leave(State.CUT);
    }

    private void run() {
        lock.lock();
        try {
            while (state == State.OPEN && next < plan.frames().pieces().size()) {
                if (mustWait()) {
                    listen();
                    return;
                }
                send(plan.frames().pieces().get(next));
            }
            finish();
        } catch (IOException | RuntimeException e) {
            // Jetty has both for a connection that is gone.
            end(State.ABANDONED);
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody will call again. */
    private boolean mustWait() throws IOException {
        if (plan.pauseMillis() > 0 && !rested) {
            rested = true;
            rest(plan.pauseMillis());
            return true;
        }
        for (StreamGate gate : gates) {
            if (!gate.passes(next, resume)) {
                response.flushBuffer();
                return true;
            }
        }
        rested = false;
        return false;
    }

    private void rest(long millis) {
        scheduler.schedule(resume, millis, TimeUnit.MILLISECONDS);
    }

    private void send(byte[] piece) throws IOException {
        ServletOutputStream out = response.getOutputStream();
        out.write(piece);
        if (plan.frames().apart() || !gates.isEmpty()) {
            out.flush();
        }
        next++;
        plan.progress().sent(piece.length);
    }

    private void finish() throws IOException {
        if (state != State.OPEN) {
            return;
        }
        switch (plan.frames().end()) {
            case COMPLETE -> {
                // Else Jetty would give a short body a Content-Length.
                response.flushBuffer();
                end(State.FINISHED);
            }
            case CUT -> {
                response.flushBuffer();
                end(State.CUT);
            }
            case SILENT -> {
                response.flushBuffer();
                listen();
            }
        }
    }

    private void listen() {
        if (state == State.OPEN && !listening) {
            listening = true;
            endPoint.fillInterested(departure);
        }
    }

    private void leave(State how) {
        closedAs.compareAndSet(null, how);
        // First, and without the lock: somebody may hold it who waits for this connection to take more.
        endPoint.close();
        lock.lock();
        try {
            end(how);
        } finally {
            lock.unlock();
        }
    }

    private void end(State how) {
        if (state != State.OPEN) {
            return;
        }
        closedAs.compareAndSet(null, how);
        state = closedAs.get();
        gates.forEach(gate -> gate.forget(resume));
        if (state != State.FINISHED) {
            endPoint.close();
        } else if (listening) {
            ((AbstractEndPoint) endPoint).getFillInterest().onFail(new IOException("the answer is complete"));
        }
        plan.progress().ended(state);
        streams.ended(this, state);
        async.complete();
    }

    /** The client's end of the connection. Thread-safe. */
    private final class Departure implements Callback {
        @Override
        public void succeeded() {
            if (isGone()) {
                leave(State.ABANDONED);
                return;
            }
            lock.lock();
            try {
                listening = false;
                listen();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void failed(Throwable cause) {
            lock.lock();
            try {
                if (state != State.OPEN) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            leave(cause instanceof TimeoutException ? State.CUT : State.ABANDONED);
        }

        private boolean isGone() {
            try {
                return endPoint.fill(BufferUtil.allocate(1)) != 0;
            } catch (IOException e) {
                return true;
            }
        }
    }
}
