// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.call;

import io.github.camelopenai.error.PeerText;

/** Status and headers of an answer. */
public interface ReplyHead {

    /** The HTTP status. */
    int status();

    /** The last value of a header, its name in any case; null when absent. */
    String header(String name);

    /** The server's id of the request, fit for a message; null when absent. */
    default String requestId() {
        String id = header("x-request-id");
        return id == null ? null : shown(id);
    }

    /** A word of the server, as a message or a log may show it. */
    default String shown(String text) {
        return PeerText.name(text);
    }
}
