// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.internal.time.Ticker;
import java.io.IOException;
import java.net.Proxy;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.Route;

/** Keeps OkHttp from sending a request a second time on its own, unseen by retries and quota. Stateless. */
final class SentOnce {
    /*
     * 1. OkHttp sends a request again after a broken connection, a 408, a 503 with a wait of zero, a 421, a 401 or 407 that
     *    an authenticator answers, and a redirect. It leaves a body alone that says it can be sent once only. The body is
     *    wrapped behind all interceptors of the user's own, as those may replace it.
     * 2. What happens before the request is written stays OkHttp's matter: an address that does not answer is followed by the
     *    next, and an HTTP/2 connection that takes no new streams by a new one. That is why retryOnConnectionFailure stays as
     *    it is. A kept connection that is found closed is replaced too. What an HTTP/2 server refuses to process, as when it
     *    shuts a connection down, has not been sent either.
     * 3. A proxy for plain HTTP sees the whole request before it can ask for a login. So the login goes with it at once, as
     *    OkHttp itself does it where it opens a tunnel.
     */
    private static final int MOST_CLOSED = 1_000; // connections found closed for one request; there to end somewhere

    /** OkHttp's words for a stream of which an HTTP/2 server says that it has not processed it; they have no public type. */
    private static final String REFUSED_STREAM = "stream was reset: REFUSED_STREAM";

    private static final int MOST_REFUSED = 2;

    private SentOnce() {}

    static void applyTo(OkHttpClient.Builder builder, Ticker ticker) {
        builder.followRedirects(false)
                .addInterceptor(SentOnce::once)
                .addNetworkInterceptor(new ClosedConnections(ticker))
                .addNetworkInterceptor(SentOnce::withLogin)
                .addNetworkInterceptor(new AnnouncedLength())
                .addNetworkInterceptor(SentOnce::withReadableWait);
    }

    private static Response once(Interceptor.Chain chain) throws IOException {
        Request given = chain.request();
        RequestBody body = given.body();
        Request request = body == null || body.isOneShot()
                ? given
                : given.newBuilder().method(given.method(), new OneShot(body)).build();
        for (int closed = 0, refused = 0; ; ) {
            try {
                return chain.proceed(request);
            } catch (ClosedConnections.Closed e) { // the next one may be open, or a new one is made
                if (++closed > MOST_CLOSED) {
                    throw e;
                }
            } catch (IOException e) {
                if (!REFUSED_STREAM.equals(e.getMessage()) || ++refused > MOST_REFUSED) {
                    throw e;
                }
            }
        }
    }

    private static Response withLogin(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        Route route = chain.connection() == null ? null : chain.connection().route();
        boolean proxied = route != null && route.proxy().type() == Proxy.Type.HTTP && !route.requiresTunnel();
        return chain.proceed(
                proxied && request.header("Proxy-Authorization") == null ? loggedIn(route, request) : request);
    }

    private static Request loggedIn(Route route, Request request) throws IOException {
        Response challenge = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(407)
                .message("Preemptive Authenticate")
                .header("Proxy-Authenticate", "OkHttp-Preemptive")
                .build();
        Request answer = route.address().proxyAuthenticator().authenticate(route, challenge);
        String login = answer == null ? null : answer.header("Proxy-Authorization");
        return login == null
                ? request
                : request.newBuilder().header("Proxy-Authorization", login).build();
    }

    /** OkHttp reads the wait of a 503 as an int, and fails at a number that is none. It leaves a duration alone. */
    private static Response withReadableWait(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() != 503 || response.header("Retry-After") == null) {
            return response;
        }
        Headers.Builder readable = response.headers().newBuilder().removeAll("Retry-After");
        for (String wait : response.headers("Retry-After")) {
            readable.addUnsafeNonAscii("Retry-After", isNumber(wait) ? wait + "s" : wait);
        }
        return response.newBuilder().headers(readable.build()).build();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    /** A body that is not to be sent again. */
    private static final class OneShot extends WrappedBody {

        OneShot(RequestBody body) {
            super(body);
        }

        @Override
        public boolean isOneShot() {
            return true;
        }
    }
}
