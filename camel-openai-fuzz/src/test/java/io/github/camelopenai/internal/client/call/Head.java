// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import java.util.Map;
import java.util.TreeMap;

/**
 * Status and headers.
 *
 * @param headers by name, in any case
 */
public record Head(int status, Map<String, String> headers) implements ReplyHead {

    /** A good answer of that type. */
    public static Head of(String contentType) {
        return new Head(200, Map.of("content-type", contentType));
    }

    /** Lines such as "retry-after: 1". */
    public static Head ofLines(int status, String lines) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return new Head(status, headers);
    }

    @Override
    public String header(String name) {
        return headers.get(name);
    }
}
