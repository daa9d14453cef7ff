// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.HttpServerFactory;

/** How WireMock is set up. Stateless. */
final class ServerOptions {
    /** Jetty makes them when they are needed; a held request keeps one, a slow answer does not. */
    private static final int MOST_THREADS = 1_200;

    private static final int SLOW_ANSWER_THREADS = 32;

    /** An idle connection outlives the longest gate. */
    private static final long IDLE_MILLIS = 120_000;

    private ServerOptions() {}

    static Options of(int port, Reception reception, TrackedHttpServer.Exchanges exchanges, Streams streams) {
        HttpServerFactory factory =
                (options, admin, stubs) -> new TrackedHttpServer(options, admin, stubs, exchanges, streams);
        WireMockConfiguration options = WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .httpServerFactory(factory)
                .extensions(reception)
                .containerThreads(MOST_THREADS)
                .jettyAcceptQueueSize(1_000)
                .jettyIdleTimeout(IDLE_MILLIS)
                .jettyStopTimeout(1_000L)
                .asynchronousResponseEnabled(true)
                .asynchronousResponseThreads(SLOW_ANSWER_THREADS)
                .disableRequestJournal()
                .maxLoggedResponseSize(0)
                .stubRequestLoggingDisabled(true)
                .http2PlainDisabled(true)
                .gzipDisabled(true)
                .notifier(new SilentNotifier());
        return port == 0 ? options.dynamicPort() : options.port(port);
    }
}
