// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.internal.client.call.ClientServices;
import io.github.camelopenai.internal.client.call.ClientSettings;
import io.github.camelopenai.internal.client.call.Transport;
import io.github.camelopenai.internal.time.Ticker;
import io.github.camelopenai.internal.time.Timer;
import java.net.Proxy;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The one HTTP client of a component. Clients that differ in TLS or proxy share its connections and threads. */
public final class HttpStack implements AutoCloseable {

    private static final int IDLE_CONNECTIONS = 64;

    private final OkHttpClient http;
    private final Handshakes handshakes;
    private final boolean ownPool;

    private HttpStack(OkHttpClient http, Handshakes handshakes, boolean ownPool) {
        this.http = http;
        this.handshakes = handshakes;
        this.ownPool = ownPool;
    }

    /**
     * @param given  the user's own client whose settings, interceptors and connections are used; null for a new one
     * @param ticker measures how long a connection was idle
     */
    public static HttpStack create(OkHttpClient given, Ticker ticker) {
        OkHttpClient.Builder builder = given == null
                ? new OkHttpClient.Builder().connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
                : given.newBuilder();
        // Our own dispatcher, so that a stop cancels this component's calls only. Calls do not wait in it: each runs on
        // its own thread, and all waiting happens in our queue.
        builder.dispatcher(new Dispatcher());
        SentOnce.applyTo(builder, ticker);
        Handshakes handshakes = new Handshakes();
        handshakes.watch(builder);
        return new HttpStack(builder.build(), handshakes, given == null);
    }

    /** Sends calls to one server. */
    public Transport transport(NetworkSettings network, ClientSettings settings, ClientServices shared) {
        return new OkHttpTransport(derived(network, shared.timer()), settings, shared);
    }

    private OkHttpClient derived(NetworkSettings network, Timer timer) {
        OkHttpClient.Builder builder = http.newBuilder().connectTimeout(network.connectTimeout());
        if (network.tls() != null) {
            builder.sslSocketFactory(
                    network.tls().context().getSocketFactory(), network.tls().trustManager());
        }
        if (network.proxy() != null) {
            builder.proxy(new Proxy(Proxy.Type.HTTP, network.proxy()));
        }
        if (network.proxyLogin() != null) {
            String login = Credentials.basic(
                    network.proxyLogin().getUserName(),
                    new String(network.proxyLogin().getPassword()));
            builder.proxyAuthenticator((route, response) -> response.request().header("Proxy-Authorization") != null
                    ? null // it was refused once and would be again
                    : response.request()
                            .newBuilder()
                            .header("Proxy-Authorization", login)
                            .build());
        }
        handshakes.limit(builder, builder.build(), timer, network.connectTimeout());
        return builder.build();
    }

    /**
     * Cancels calls in flight and drops idle connections; the user's own client is left alone. OkHttp's own idle
     * threads, which all clients in the JVM share, end within a minute.
     */
    @Override
    public void close() {
        http.dispatcher().cancelAll();
        if (ownPool) {
            http.connectionPool().evictAll();
        }
    }
}
