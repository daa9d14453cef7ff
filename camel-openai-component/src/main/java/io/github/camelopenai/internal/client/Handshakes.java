// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

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
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** Ends TLS handshakes that do not end by themselves in time, whatever the other side does meanwhile. Thread-safe. */
final class Handshakes {
    /*
     * 1. OkHttp bounds a handshake by the read time-out, which is off here, as a model may think for minutes; and it would bound
     *    each read, not all of them together.
     * 2. OkHttp asks the factory for a socket when the handshake begins. A connection that reaches the network interceptors has
     *    had its handshake.
     * 3. The plain socket below is closed, so that OkHttp goes on to the next address of the host, as after a connection that took too
     *    long. The call learns by its thread, which does the handshake, why the connection is gone.
     */
    private static final Timer.Scheduled NOT_YET = () -> {};

    private final ThreadLocal<Call> current = new ThreadLocal<>();
    private final Map<Socket, Timer.Scheduled> underWay = new ConcurrentHashMap<>();

    /** What the thread of a call carries. */
    private static final class Call {
        private final List<Socket> begun = new ArrayList<>(); // one for each address that was tried
        private volatile boolean tookTooLong;
    }

    /** Lets the interceptors of this see all calls. */
    void watch(OkHttpClient.Builder builder) {
        builder.addInterceptor(this::named).addNetworkInterceptor(this::ended);
    }

    /** Handshakes of this client keep to the limit from now on. */
    void limit(OkHttpClient.Builder builder, OkHttpClient client, Timer timer, Duration limit) {
        if (!limit.isZero() && client.x509TrustManager() != null) { // else there is no TLS
            builder.sslSocketFactory(
                    new Limited(this, client.sslSocketFactory(), timer, limit), client.x509TrustManager());
        }
    }

    private Response named(Interceptor.Chain chain) throws IOException {
        Call call = new Call();
        current.set(call);
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            throw call.tookTooLong ? timeout(e) : e;
        } finally {
            current.remove();
            call.begun.forEach(this::forget); // those that failed
        }
    }

    private static SocketTimeoutException timeout(IOException cause) {
        SocketTimeoutException timeout = new SocketTimeoutException("connect timed out in the TLS handshake");
        timeout.initCause(cause);
        return timeout;
    }

    private Response ended(Interceptor.Chain chain) throws IOException {
        Connection connection = chain.connection();
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
            plain.close(); // the secure one would say goodbye first, and wait for that
        } catch (IOException e) {
            // it is closed
        }
    }

    /** Two that do the same are equal, so that clients share their connections. */
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

        /** The only one that OkHttp uses. */
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
