// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

/** Status and headers of an answer. */
public interface ReplyHead {

    /** The HTTP status. */
    int status();

    /** The last value of a header, its name in any case; null when absent. */
    String header(String name);

    /** The server's id of the request, or null. */
    default String requestId() {
        return header("x-request-id");
    }
}
