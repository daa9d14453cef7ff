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

/** Keeps OkHttp from repeating a request on its own, unseen by retries and quota. Stateless. */
final class SentOnce {
    /*
     * 1. OkHttp repeats a request after a broken connection, a 408, a 503 with a wait of zero, a 421, a 401 or 407 that
     *    an authenticator answers, and a redirect. It does not repeat a body that can be sent only once. The body is
     *    wrapped behind all interceptors of the user, as those may replace it.
     * 2. OkHttp still handles what happens before the request is written: it tries the next address when one does not
     *    answer, and opens a new connection when an HTTP/2 connection takes no new streams. That is why
     *    retryOnConnectionFailure stays as it is. OkHttp also replaces an idle connection that is found closed. A
     *    request that an HTTP/2 server refuses to process, for example when it shuts a connection down, counts as not
     *    sent.
     * 3. A proxy for plain HTTP sees the whole request before it can ask for a login. So the request carries the login
     *    at once, as in OkHttp's own requests for a tunnel.
     */
    private static final int MOST_CLOSED = 1_000; // connections found closed for one request; only bounds the loop

    /** OkHttp's message for a stream that an HTTP/2 server has not processed; it has no public type. */
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

    /** OkHttp reads the wait of a 503 as an int, and fails if it is not a number. It ignores a duration. */
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

    /** A body that must not be sent again. */
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
