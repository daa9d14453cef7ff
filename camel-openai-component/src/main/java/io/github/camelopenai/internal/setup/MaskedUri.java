// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.setup;

import io.github.camelopenai.internal.client.call.Fingerprint;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes secrets from an endpoint's URI, which appears in logs and JMX. A short digest replaces each, so that
 * endpoints that differ in a secret still differ in their URIs. Stateless.
 */
public final class MaskedUri {

    private static final Pattern NAME =
            Pattern.compile("[?&](?:apiKey|proxyPassword|additionalHeader(\\.)?+)", Pattern.CASE_INSENSITIVE);

    /** The query of a base URL is refused later; it often holds a key. */
    private static final Pattern QUERY =
            Pattern.compile("([?&]baseUrl=(?:RAW[({])?[^?&]*?(?:\\?|%3F))([^&)}]+)", Pattern.CASE_INSENSITIVE);

    private MaskedUri() {}

    public static String of(String uri) {
        return QUERY.matcher(withoutSecrets(uri))
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + mask(match.group(2))));
    }

    private static String withoutSecrets(String uri) {
        Ends ends = new Ends(uri);
        Matcher name = NAME.matcher(uri);
        StringBuilder masked = new StringBuilder(uri.length());
        int from = 0;
        while (name.find()) {
            int equals = name.group(1) == null ? name.end() : ends.ofName(name.end());
            if (name.start() < from || equals >= uri.length() || uri.charAt(equals) != '=') {
                continue; // inside a secret, or part of another name
            }
            int end = ends.ofValue(equals + 1);
            masked.append(uri, from, equals + 1).append(mask(uri.substring(equals + 1, end)));
            from = end;
        }
        return masked.append(uri, from, uri.length()).toString();
    }

    private static String mask(String secret) {
        return "xxxxxx-" + Fingerprint.of(secret);
    }

    /** The ends of names and values. It caches what it has found, so that no part of a long URI is searched twice. */
    private static final class Ends {
        private final String uri;
        private final int[] found = {-1, -1, -1};

        Ends(String uri) {
            this.uri = uri;
        }

        int ofName(int from) {
            return next(0, from, index -> uri.charAt(index) == '=' || uri.charAt(index) == '&');
        }

        int ofValue(int from) {
            int raw = uri.regionMatches(true, from, "RAW(", 0, 4)
                    ? 1
                    : uri.regionMatches(true, from, "RAW{", 0, 4) ? 2 : 0;
            int close = raw == 0 ? uri.length() : next(raw, from, index -> isClosed(index, raw == 1 ? ')' : '}'));
            int ampersand = uri.indexOf('&', from);
            return close < uri.length() ? close + 1 : ampersand < 0 ? uri.length() : ampersand;
        }

        private boolean isClosed(int index, char bracket) {
            return uri.charAt(index) == bracket && (index + 1 == uri.length() || uri.charAt(index + 1) == '&');
        }

        private int next(int kind, int from, IntPredicate wanted) {
            int index = Math.max(from, found[kind]);
            while (index < uri.length() && !wanted.test(index)) {
                index++;
            }
            found[kind] = index;
            return index;
        }
    }
}
