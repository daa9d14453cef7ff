// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL that carries its content in base64. Immutable.
 *
 * @param mediaType in lower case, without parameters
 */
record DataUrl(String mediaType, String base64) {
    private static final String SCHEME = "data:";
    private static final String ENCODING = ";base64,";

    static Optional<DataUrl> parse(String url) {
        // Not a pattern: a data URL may be many megabytes long.
        int end = url.indexOf(ENCODING);
        if (end < 0 || !url.startsWith(SCHEME)) {
            return Optional.empty();
        }
        String type = url.substring(SCHEME.length(), end).split(";", 2)[0].toLowerCase(Locale.ROOT);
        return Optional.of(new DataUrl(type, url.substring(end + ENCODING.length())));
    }

    Optional<byte[]> bytes() {
        return decode(base64);
    }

    /** The bytes; empty when the text is not base64. */
    static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
