// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.internal.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * The HTTP status that a failure within an answer stands for. Some servers put it into the error as a number; otherwise
 * its type and code decide. Stateless.
 */
final class EventStatus {

    private static final int UNKNOWN = 500; // the failure came while the server answered: a server error

    private static final int UNPROCESSABLE = 422;

    private record Meaning(int status, List<String> words) {}

    /** The order matters: a server may also call each of them an invalid request. */
    private static final List<Meaning> MEANINGS = List.of(
            new Meaning(
                    429, List.of("rate_limit", "ratelimit", "insufficient_quota", "slow_down", "too_many_requests")),
            new Meaning(401, List.of("authentication", "invalid_api_key", "unauthorized")),
            new Meaning(403, List.of("permission", "forbidden")),
            new Meaning(404, List.of("not_found", "notfound")),
            new Meaning(
                    400,
                    List.of(
                            "invalid_request",
                            "bad_request",
                            "badrequest",
                            "content_filter",
                            "content_policy",
                            "moderation",
                            "invalid_prompt",
                            "user_error",
                            "context_length")));

    private EventStatus() {}

    static int of(byte[] json, String type, String code) {
        int told = told(json);
        if (told != 0) {
            return told;
        }
        String words = (type + " " + code).toLowerCase(Locale.ROOT);
        for (Meaning meaning : MEANINGS) {
            if (meaning.words().stream().anyMatch(words::contains)) {
                return meaning.status();
            }
        }
        return UNKNOWN;
    }

    private static int told(byte[] json) {
        try {
            JsonNode read = Json.PLAIN.readTree(json);
            JsonNode root = read.isArray() ? read.path(0) : read;
            for (JsonNode place : new JsonNode[] {root.path("error"), root}) {
                for (String field : new String[] {"status", "status_code", "code"}) {
                    int number = place.path(field).asInt(0);
                    if (number >= 400 && number < 600) {
                        return number;
                    }
                }
            }
            if (root.at("/detail/0").has("loc")) {
                return UNPROCESSABLE; // a validator's list of what is wrong with the request
            }
        } catch (IOException e) {
            // not JSON: no status is known
        }
        return 0;
    }
}
