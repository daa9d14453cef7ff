// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import io.github.camelopenai.internal.time.Ticker;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * Finds kept connections that the server has closed meanwhile, before anything is written to them. What is written to such a
 * connection fails just as with a server that reads the request and breaks down, and must not be sent again unseen. Thread-safe.
 */
final class ClosedConnections implements Interceptor {

    /** OkHttp looks at connections that rested for ten seconds; many servers close theirs after five, or when they restart. */
    private static final long RESTED_NANOS = Duration.ofMillis(20).toNanos(); // a look takes a millisecond

    private final Ticker ticker;
    private final Map<Connection, Long> lastUses = Collections.synchronizedMap(new WeakHashMap<>());

    ClosedConnections(Ticker ticker) {
        this.ticker = ticker;
    }

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
        if (connection != null && connection.protocol() != Protocol.HTTP_2) { // HTTP/2 is read all the time
            long now = ticker.nanos();
            Long before = lastUses.put(connection, now);
            if (before != null && now - before >= RESTED_NANOS && isClosed(connection.socket())) {
                connection.socket().close(); // so that the pool drops it
                throw new Closed();
            }
        }
        return chain.proceed(chain.request());
    }

    /** A server that says something without being asked is about to close, too. */
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
