// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.error.PeerText;

/** Status and headers of an answer. */
public interface ReplyHead {

    /** The HTTP status. */
    int status();

    /**
     * The value of a header, its name in any case; null when it is absent, or given twice with different values: a
     * gateway has added one of them, and it is unknown which one is valid.
     */
    String header(String name);

    /** As {@link #header}, but returns the last of several different values. */
    default String lastHeader(String name) {
        return header(name);
    }

    /** The server's id of the request, safe for a message; null when absent. */
    default String requestId() {
        String id = lastHeader("x-request-id"); // every value names the request
        return id == null ? null : shown(id);
    }

    /** A server's text, made safe for a message or a log. */
    default String shown(String text) {
        return PeerText.name(text);
    }
}
