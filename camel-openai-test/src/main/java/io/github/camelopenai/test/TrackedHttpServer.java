// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import wiremock.jakarta.servlet.DispatcherType;
import wiremock.org.eclipse.jetty.server.HttpChannel;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.servlet.FilterHolder;
import wiremock.org.eclipse.jetty.servlet.ServletContextHandler;

/** WireMock's server, which also knows how many exchanges are under way, and sends answers in pieces. Thread-safe. */
final class TrackedHttpServer extends Jetty11HttpServer {
    private final Streams streams;

    TrackedHttpServer(
            Options options,
            AdminRequestHandler admin,
            StubRequestHandler stubs,
            Exchanges exchanges,
            Streams streams) {
        super(options, admin, stubs);
        this.streams = streams;
        httpConnector.addBean(exchanges);
    }

    @Override
    protected void decorateMockServiceContextBeforeConfig(ServletContextHandler context) {
        super.decorateMockServiceContextBeforeConfig(context);
        // The superclass calls this while it is made: the field is not set yet.
        FilterHolder filter = new FilterHolder(new StreamFilter(() -> streams));
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    /**
     * Knows the exchanges from their first byte until the answer has left, or the connection broke. Thread-safe.
     *
     * <p>Jetty does not always say that an exchange is complete when its connection is closed while the answer is being
     * written; it does say that the answer has failed.
     */
    static final class Exchanges implements HttpChannel.Listener {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final Set<Request> open = Collections.newSetFromMap(new IdentityHashMap<>()); // guarded by lock

        @Override
        public void onRequestBegin(Request request) {
            lock.lock();
            try {
                open.add(request);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onResponseFailure(Request request, Throwable failure) {
            end(request);
        }

        @Override
        public void onComplete(Request request) {
            end(request);
        }

        int open() {
            lock.lock();
            try {
                return open.size();
            } finally {
                lock.unlock();
            }
        }

        /** Waits until nothing is under way; returns how many still are when the time is up. */
        int awaitIdle(Duration atMost) throws InterruptedException {
            long left = atMost.toNanos();
            lock.lock();
            try {
                while (!open.isEmpty() && left > 0) {
                    left = changed.awaitNanos(left);
                }
                return open.size();
            } finally {
                lock.unlock();
            }
        }

        private void end(Request request) {
            lock.lock();
            try {
                open.remove(request);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
