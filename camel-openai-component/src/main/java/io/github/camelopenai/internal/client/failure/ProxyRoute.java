// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** The proxy in front of a server, for messages about failures. It never shows a login. Stateless. */
public final class ProxyRoute {

    /** OkHttp's message for a proxy that opens no tunnel; there is no type and no field for it. */
    private static final Pattern NO_TUNNEL = Pattern.compile("Unexpected response code for CONNECT: ([0-9]{3})");

    private static final String NO_LOGIN = "Failed to authenticate with proxy";

    private ProxyRoute() {}

    /** Host and port of the proxy, looked up when a call has failed; empty where there is none. */
    public static Supplier<Optional<String>> of(OkHttpClient http, String baseUrl) {
        return () -> {
            try {
                return (http.proxy() == null ? selected(http.proxySelector(), baseUrl) : List.of(http.proxy()))
                        .stream()
                                .filter(proxy -> proxy.address() instanceof InetSocketAddress)
                                .findFirst()
                                .map(proxy -> (InetSocketAddress) proxy.address())
                                .map(address -> address.getHostString() + ":" + address.getPort());
            } catch (RuntimeException e) { // from a user's proxy selector; the failure of the call matters more
                return Optional.empty();
            }
        };
    }

    private static List<Proxy> selected(ProxySelector selector, String baseUrl) {
        List<Proxy> proxies = selector == null ? null : selector.select(URI.create(baseUrl));
        return proxies == null ? List.of() : proxies;
    }

    /** What to do about a proxy that opens no tunnel. */
    static String advice(int refusal, String baseUrl) {
        HttpUrl url = HttpUrl.get(baseUrl);
        String server = url.host() + ":" + url.port();
        return refusal >= 500
                ? "check that the proxy reaches " + server
                : "allow " + server + " on the proxy, and check proxyHost and proxyPort";
    }

    /** The status of a proxy that opened no tunnel to the server; 0 for any other failure. */
    static int refusal(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher refused = NO_TUNNEL.matcher(message);
        if (refused.matches()) {
            return Integer.parseInt(refused.group(1));
        }
        return message.equals(NO_LOGIN) ? 407 : 0;
    }
}
