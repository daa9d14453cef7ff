// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of an endpoint's URI, which ends up in logs and JMX. A short digest stands for each, so that endpoints
 * that differ in a secret still differ in their URIs. Stateless.
 */
final class MaskedUri {

    private static final Pattern SECRET = Pattern.compile(
            "([?&](?:apiKey|proxyPassword|additionalHeader\\.[^=&]*)=)(RAW\\(.*?\\)(?=&|$)|RAW\\{.*?\\}(?=&|$)|[^&]*)",
            Pattern.CASE_INSENSITIVE);

    private MaskedUri() {}

    static String of(String uri) {
        Matcher matcher = SECRET.matcher(uri);
        return matcher.replaceAll(
                match -> Matcher.quoteReplacement(match.group(1) + "xxxxxx-" + digest(match.group(2))));
    }

    private static String digest(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
