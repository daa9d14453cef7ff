// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/**
 * How connections are made. Immutable.
 *
 * @param connectTimeout how long to wait for one
 * @param tls            null for the JVM's own
 * @param proxy          null for none
 * @param proxyLogin     null for none
 */
public record NetworkSettings(
        Duration connectTimeout, Tls tls, InetSocketAddress proxy, PasswordAuthentication proxyLogin) {

    /** TLS other than the JVM's. */
    public record Tls(SSLContext context, X509TrustManager trustManager) {}
}
