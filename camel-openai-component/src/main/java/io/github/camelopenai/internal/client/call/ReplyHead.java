// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.error.PeerText;

/** Status and headers of an answer. */
public interface ReplyHead {

    /** The HTTP status. */
    int status();

    /**
     * The value of a header, its name in any case; null when it is absent, or given twice with values that differ: a gateway has
     * added one of them, and nobody knows which of the two holds.
     */
    String header(String name);

    /** As {@link #header}, but of values that differ the last one. */
    default String lastHeader(String name) {
        return header(name);
    }

    /** The server's id of the request, fit for a message; null when absent. */
    default String requestId() {
        String id = lastHeader("x-request-id"); // each of several names the request
        return id == null ? null : shown(id);
    }

    /** A word of the server, as a message or a log may show it. */
    default String shown(String text) {
        return PeerText.name(text);
    }
}
