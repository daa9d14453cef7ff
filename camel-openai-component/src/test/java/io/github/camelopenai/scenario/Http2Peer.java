// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.internal.Http2Server;
import io.github.camelopenai.internal.Http2Server.Stream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A server of the fault table that speaks HTTP/2. Thread-safe. */
final class Http2Peer implements FaultPeer {

    private final AtomicInteger requests = new AtomicInteger();
    private final Http2Server server;

    /** What is done to one request. */
    @FunctionalInterface
    interface Deed {
        void to(Stream stream, Http2Answer answer) throws IOException;
    }

    /**
     * What is done to the requests of a server.
     *
     * @param times     how many requests meet it, those after them are answered well
     * @param unread    whether it is done once the headers of the request have come
     * @param refused   whether HTTP/2 says by it that the request was not processed; it is not counted then
     */
    record Deeds(Deed deed, int times, boolean unread, boolean refused) {

        static Deeds always(Deed deed) {
            return new Deeds(deed, Integer.MAX_VALUE, false, false);
        }

        static Deeds once(Deed deed) {
            return new Deeds(deed, 1, false, false);
        }

        Deeds beforeTheBody() {
            return new Deeds(deed, times, true, refused);
        }

        Deeds refusing(boolean refuses) {
            return new Deeds(deed, times, unread, refuses);
        }
    }

    /** Listens. */
    Http2Peer(Http2Answer answer, Deeds deeds) throws IOException {
        server = new Http2Server(new Http2Server.Behaviour() {
            private final AtomicInteger begun = new AtomicInteger();
            private final Set<String> wronged = ConcurrentHashMap.newKeySet();

            @Override
            public void begin(Stream stream) throws IOException {
                if (begun.incrementAndGet() <= deeds.times()) {
                    wronged.add(name(stream));
                    if (deeds.unread()) {
                        doTo(stream);
                    }
                }
            }

            @Override
            public void answer(Stream stream) throws IOException {
                boolean isWronged = wronged.contains(name(stream));
                if (isWronged && deeds.unread()) {
                    return;
                }
                if (isWronged) {
                    doTo(stream);
                } else {
                    requests.incrementAndGet();
                    answer.sendTo(stream);
                }
            }

            private void doTo(Stream stream) throws IOException {
                if (!deeds.refused()) {
                    requests.incrementAndGet();
                }
                deeds.deed().to(stream, answer);
            }
        });
    }

    private static String name(Stream stream) {
        return stream.connection() + " " + stream.id();
    }

    String baseUrl() {
        return server.baseUrl();
    }

    @Override
    public int requestsRead() {
        return requests.get();
    }

    /** It is silent by saying nothing: no thread waits. */
    @Override
    public void release() {}

    @Override
    public int awaitClosed(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (server.openConnections() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(5_000_000);
        }
        return server.openConnections();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
