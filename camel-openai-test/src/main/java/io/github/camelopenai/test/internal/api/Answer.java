// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * What the server sends back. Immutable, apart from the bytes, which nobody changes.
 *
 * @param chunked    sent in chunks without a Content-Length
 * @param usedTokens what the call really cost; empty: what was charged for it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, String contentType, byte[] body, boolean chunked, OptionalLong usedTokens) {

    public static Answer json(int status, JsonNode body) {
        return new Answer(status, "application/json", Json.bytes(body), false, OptionalLong.empty());
    }

    public static Answer text(int status, String contentType, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Answer(status, contentType, bytes, false, OptionalLong.empty());
    }

    public static Answer stream(String contentType, byte[] body) {
        return new Answer(200, contentType, body, true, OptionalLong.empty());
    }

    public Answer using(long tokens) {
        return new Answer(status, contentType, body, chunked, OptionalLong.of(tokens));
    }
}
