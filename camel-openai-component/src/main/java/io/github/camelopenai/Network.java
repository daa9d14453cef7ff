// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.client.http.NetworkSettings;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * Turns Camel's TLS and proxy options into those of a connection.
 *
 * @param globalTls used where the endpoint has none of its own; may be null
 */
record Network(CamelContext context, SSLContextParameters globalTls) {

    /** A value such as {@code http://name:password@proxy:8080} may hold a login, and is not shown. */
    private static final Pattern HOST = Pattern.compile("[^\\s/@:]++|\\[?+[0-9a-fA-F:.]++(?:%\\w++)?+]?+");

    NetworkSettings settings(OpenAiConfiguration options) throws GeneralSecurityException, java.io.IOException {
        SSLContextParameters tls =
                options.getSslContextParameters() == null ? globalTls : options.getSslContextParameters();
        boolean proxied = options.getProxyHost() != null;
        if (proxied && !HOST.matcher(options.getProxyHost()).matches()) {
            throw new IllegalArgumentException(
                    "proxyHost must be the name or address of a host, such as proxy.example.com,"
                            + " without scheme, port or login; set those with proxyPort, proxyUsername and proxyPassword");
        }
        return new NetworkSettings(
                Duration.ofMillis(options.getConnectTimeout()),
                tls == null ? null : new NetworkSettings.Tls(tls.createSSLContext(context), trustManager(tls)),
                proxied ? InetSocketAddress.createUnresolved(options.getProxyHost(), options.getProxyPort()) : null,
                proxied && options.getProxyUsername() != null ? login(options) : null);
    }

    private static PasswordAuthentication login(OpenAiConfiguration options) {
        String password = options.getProxyPassword() == null ? "" : options.getProxyPassword();
        return new PasswordAuthentication(options.getProxyUsername(), password.toCharArray());
    }

    private X509TrustManager trustManager(SSLContextParameters tls)
            throws GeneralSecurityException, java.io.IOException {
        TrustManager[] candidates;
        if (tls.getTrustManagers() == null) {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            candidates = factory.getTrustManagers();
        } else {
            tls.getTrustManagers().setCamelContext(context);
            candidates = tls.getTrustManagers().createTrustManagers();
        }
        return Arrays.stream(candidates)
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("sslContextParameters has no X.509 trust manager"));
    }
}
