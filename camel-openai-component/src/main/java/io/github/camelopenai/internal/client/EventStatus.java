// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * The HTTP status that a failure within a stream stands for. Some servers put it into the error, as a number; else its type
 * and code tell. Stateless.
 */
final class EventStatus {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int UNKNOWN = 500; // it broke while it answered: the server's side

    private EventStatus() {}

    static int of(byte[] json, String type, String code) {
        int told = told(json);
        if (told != 0) {
            return told;
        }
        String words = (type + " " + code).toLowerCase(java.util.Locale.ROOT);
        if (words.contains("rate_limit") || words.contains("insufficient_quota") || words.contains("slow_down")) {
            return 429;
        }
        if (words.contains("authentication") || words.contains("invalid_api_key")) {
            return 401;
        }
        return words.contains("invalid_request") || words.contains("content_filter") || words.contains("context_length")
                ? 400
                : UNKNOWN;
    }

    private static int told(byte[] json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            for (JsonNode place : new JsonNode[] {root.path("error"), root}) {
                for (String field : new String[] {"status", "status_code", "code"}) {
                    int number = place.path(field).asInt(0);
                    if (number >= 400 && number < 600) {
                        return number;
                    }
                }
            }
        } catch (IOException e) {
            // no JSON: nothing is told
        }
        return 0;
    }
}
