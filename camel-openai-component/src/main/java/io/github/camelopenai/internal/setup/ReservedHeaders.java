// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.setup;

import io.github.camelopenai.error.PeerText;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * HTTP headers that control how a request is sent, and that {@code additionalHeader} therefore cannot set. Stateless.
 */
public final class ReservedHeaders {

    private static final int LONGEST = 100;

    private static final String BODY = "it describes the body, which the component writes";
    private static final String CONNECTION = "it belongs to the connection, which the HTTP client manages";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("content-type", BODY),
            Map.entry("content-length", BODY),
            Map.entry("content-encoding", BODY),
            Map.entry("transfer-encoding", BODY),
            Map.entry("trailer", BODY),
            Map.entry("te", CONNECTION),
            Map.entry("upgrade", CONNECTION),
            Map.entry("keep-alive", CONNECTION),
            Map.entry("proxy-connection", CONNECTION),
            Map.entry("expect", "the server would have to answer before the body is sent"),
            Map.entry("accept-encoding", "the HTTP client asks for the encodings that it can read"));

    /** A token as defined in RFC 9110. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private ReservedHeaders() {}

    /**
     * Checks the names only; a value may be a secret.
     *
     * @throws IllegalArgumentException when one of them would be ignored, or break the request
     */
    public static void check(Map<String, ?> headers) {
        for (String name : headers.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "additionalHeader must have the name of an HTTP header, which has letters,"
                                + " digits and dashes and no space, but had '" + PeerText.line(name, LONGEST) + "'");
            }
            String reason = REASONS.get(name.toLowerCase(Locale.ROOT));
            if (reason != null) {
                throw new IllegalArgumentException(
                        "additionalHeader." + name + " cannot be set: " + reason + "; take it out");
            }
        }
    }
}
