// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.internal.time.Ticker;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * Finds idle connections that the server has closed, before anything is written to them. A write to such a connection
 * fails in the same way as a server that crashes while it reads, and must not be repeated unseen. Thread-safe.
 */
final class ClosedConnections implements Interceptor {

    /*
     * 1. OkHttp checks connections that were idle for ten seconds; many servers close theirs after five, or when they
     *    restart. A check takes a millisecond, so a connection that was idle for less than 20 ms is used without one.
     * 2. A server that speaks HTTP/1.0 and does not offer to keep the connection closes it. It is not used again.
     * 3. A server that has closed an idle connection may close its connections at once. From then on they are checked
     *    even after less than 20 ms.
     */
    private static final long RESTED_NANOS = Duration.ofMillis(20).toNanos();

    private static final int MOST_SERVERS = 256;

    /** A thread of OkHttp reads HTTP/2 connections all the time. */
    private static final Set<Protocol> ONE_AT_A_TIME = Set.of(Protocol.HTTP_1_0, Protocol.HTTP_1_1);

    private final Ticker ticker;
    private final Map<Connection, Use> lastUses = Collections.synchronizedMap(new WeakHashMap<>());
    private final Set<String> breakingOff = ConcurrentHashMap.newKeySet(); // host and port of servers

    ClosedConnections(Ticker ticker) {
        this.ticker = ticker;
    }

    /** When a connection was last used, and whether the server closes it after that. */
    private record Use(long nanos, boolean isLast) {}

    /** The connection was closed by the other side; nothing was written to it. */
    static final class Closed extends IOException {

        private static final long serialVersionUID = 1L;

        Closed() {
            super("the server has closed the connection");
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection();
        if (connection == null || !ONE_AT_A_TIME.contains(connection.protocol())) {
            return chain.proceed(chain.request());
        }
        String server = server(connection);
        Use before = lastUses.get(connection);
        long now = ticker.nanos();
        if (before != null && mayBeClosed(before, server, now) && (before.isLast() || isClosed(connection.socket()))) {
            connection.socket().close(); // so that the pool removes it
            throw new Closed();
        }
        lastUses.put(connection, new Use(now, false));
        try {
            Response response = chain.proceed(chain.request());
            lastUses.put(connection, new Use(ticker.nanos(), isLast(response)));
            return response;
        } catch (IOException e) {
            if (before != null && breakingOff.size() < MOST_SERVERS) {
                breakingOff.add(server);
            }
            throw e;
        }
    }

    private boolean mayBeClosed(Use before, String server, long now) {
        return before.isLast() || now - before.nanos() >= RESTED_NANOS || breakingOff.contains(server);
    }

    private static boolean isLast(Response response) {
        return response.protocol() == Protocol.HTTP_1_0
                && !"keep-alive".equalsIgnoreCase(response.header("Connection"));
    }

    private static String server(Connection connection) {
        HttpUrl url = connection.route().address().url();
        return url.host() + ":" + url.port();
    }

    /** A server that sends data without a request is about to close the connection, too. */
    private static boolean isClosed(Socket socket) {
        try {
            int usual = socket.getSoTimeout();
            socket.setSoTimeout(1);
            try {
                socket.getInputStream().read();
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } finally {
                socket.setSoTimeout(usual);
            }
        } catch (IOException e) {
            return true;
        }
    }
}
