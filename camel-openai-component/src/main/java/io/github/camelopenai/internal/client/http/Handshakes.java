// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.internal.time.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Authenticator;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;

/**
 * Ends a proxy's tunnel or a TLS handshake, the steps between a connection and its first request, when it exceeds a
 * time limit, whatever the peer does. Thread-safe.
 */
final class Handshakes {
    /*
     * 1. OkHttp bounds a handshake by the read timeout, which is off here, because a model may think for minutes; and
     *    it bounds each read, not their sum.
     * 2. OkHttp asks the factory for a socket when the handshake begins. A connection that reaches the network
     *    interceptors has finished its handshake.
     * 3. The timer closes the plain socket below, so that OkHttp tries the next address of the host, as after a connect
     *    timeout. The call learns the reason through its thread, which does the handshake.
     * 4. OkHttp asks for a proxy's login before it connects to the proxy, and shows nothing else of a tunnel. So the
     *    time limit for connection and tunnel begins there, and it ends the call.
     */
    private static final Timer.Scheduled NOT_YET = () -> {};

    private final ThreadLocal<Call> current = new ThreadLocal<>();
    private final Map<Socket, Timer.Scheduled> underWay = new ConcurrentHashMap<>();

    /** The state of the call that runs on a thread. */
    private static final class Call {
        private final List<Socket> begun = new ArrayList<>(); // one for each address that was tried
        private final okhttp3.Call sending;
        private volatile boolean tookTooLong;
        private Timer.Scheduled tunnel = NOT_YET;

        Call(okhttp3.Call sending) {
            this.sending = sending;
        }

        void tunnelBegins(Timer timer, Duration limit) {
            tunnel.cancel();
            tunnel = timer.schedule(
                    () -> {
                        tookTooLong = true;
                        sending.cancel();
                    },
                    limit.multipliedBy(2));
        }
    }

    /** Registers the interceptors that see all calls. */
    void watch(OkHttpClient.Builder builder) {
        builder.addInterceptor(this::named).addNetworkInterceptor(this::ended);
    }

    /** Limits the handshakes of this client from now on. */
    void limit(OkHttpClient.Builder builder, OkHttpClient client, Timer timer, Duration limit) {
        if (!limit.isZero() && client.x509TrustManager() != null) { // else there is no TLS
            builder.sslSocketFactory(
                    new Limited(this, client.sslSocketFactory(), timer, limit), client.x509TrustManager());
            builder.proxyAuthenticator(new Tunnels(this, client.proxyAuthenticator(), timer, limit));
        }
    }

    private Response named(Interceptor.Chain chain) throws IOException {
        Call call = new Call(chain.call());
        current.set(call);
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            throw call.tookTooLong ? timeout(e) : e;
        } finally {
            current.remove();
            call.tunnel.cancel();
            call.begun.forEach(this::forget); // those that failed
        }
    }

    private static SocketTimeoutException timeout(IOException cause) {
        SocketTimeoutException timeout = new SocketTimeoutException(
                "connect timed out in the TLS handshake, or in the making of a proxy's tunnel");
        timeout.initCause(cause);
        return timeout;
    }

    private Response ended(Interceptor.Chain chain) throws IOException {
        Connection connection = chain.connection();
        Call call = current.get();
        if (call != null) {
            call.tunnel.cancel();
        }
        if (connection != null) {
            forget(connection.socket());
        }
        return chain.proceed(chain.request());
    }

    private void forget(Socket secure) {
        Timer.Scheduled end = underWay.remove(secure);
        if (end != null) {
            end.cancel();
        }
    }

    private Socket begun(Socket secure, Socket plain, Timer timer, Duration limit) {
        Call call = current.get();
        if (call != null) {
            call.tunnel.cancel();
            call.begun.add(secure);
        }
        underWay.put(secure, NOT_YET); // before the timer may look for it
        Timer.Scheduled end = timer.schedule(
                () -> {
                    if (underWay.remove(secure) != null) {
                        end(plain, call);
                    }
                },
                limit);
        underWay.replace(secure, NOT_YET, end);
        return secure;
    }

    private static void end(Socket plain, Call call) {
        if (call != null) {
            call.tookTooLong = true;
        }
        try {
            plain.close(); // closing the secure one would first send a TLS alert, and wait for that
        } catch (IOException e) {
            // it is closed
        }
    }

    /** Called when OkHttp is about to open a tunnel. */
    private record Tunnels(Handshakes handshakes, Authenticator logins, Timer timer, Duration limit)
            implements Authenticator {

        @Override
        public Request authenticate(Route route, Response response) throws IOException {
            Call call = handshakes.current.get();
            if (call != null && route != null && route.requiresTunnel()) {
                call.tunnelBegins(timer, limit);
            }
            return logins.authenticate(route, response);
        }
    }

    /** Two with the same settings are equal, so that clients share their connections. */
    private static final class Limited extends SSLSocketFactory {
        private final Handshakes handshakes;
        private final SSLSocketFactory factory;
        private final Timer timer;
        private final Duration limit;

        Limited(Handshakes handshakes, SSLSocketFactory factory, Timer timer, Duration limit) {
            this.handshakes = handshakes;
            this.factory = factory;
            this.timer = timer;
            this.limit = limit;
        }

        /** The only variant that OkHttp uses. */
        @Override
        public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
            return handshakes.begun(factory.createSocket(plain, host, port, autoClose), plain, timer, limit);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return factory.createSocket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return factory.createSocket(host, port, local, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return factory.createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return factory.createSocket(host, port, local, localPort);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Limited same
                    && handshakes == same.handshakes
                    && factory.equals(same.factory)
                    && limit.equals(same.limit);
        }

        @Override
        public int hashCode() {
            return factory.hashCode() * 31 + limit.hashCode();
        }
    }
}
