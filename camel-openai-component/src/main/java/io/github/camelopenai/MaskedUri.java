// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import io.github.camelopenai.internal.client.Fingerprint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of an endpoint's URI, which ends up in logs and JMX. A short digest stands for each, so that endpoints
 * that differ in a secret still differ in their URIs. Stateless.
 */
final class MaskedUri {

    private static final Pattern SECRET = Pattern.compile(
            "([?&](?:apiKey|proxyPassword|additionalHeader(?:\\.[^=&]*)?)=)(RAW\\(.*?\\)(?=&|$)|RAW\\{.*?\\}(?=&|$)|[^&]*)",
            Pattern.CASE_INSENSITIVE);

    /** The query of a base URL is refused later; it often holds a key. */
    private static final Pattern QUERY =
            Pattern.compile("([?&]baseUrl=(?:RAW[({])?[^?&]*?(?:\\?|%3F))([^&)}]+)", Pattern.CASE_INSENSITIVE);

    private MaskedUri() {}

    static String of(String uri) {
        return masked(QUERY, masked(SECRET, uri));
    }

    private static String masked(Pattern secret, String uri) {
        return secret.matcher(uri)
                .replaceAll(
                        match -> Matcher.quoteReplacement(match.group(1) + "xxxxxx-" + Fingerprint.of(match.group(2))));
    }
}
