// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

import io.github.camelopenai.test.internal.api.ApiError;
import io.github.camelopenai.test.internal.api.Json;

/** The error bodies the API sends with each status. Stateless. */
final class StatusErrors {
    private static final String INVALID = "invalid_request_error";

    private StatusErrors() {}

    static ApiError of(int status, String model) {
        return switch (status) {
            case 400 -> ApiError.invalid("The request is not valid.", null, null);
            case 401 -> invalidKey("sk-scripted-failure");
            case 403 ->
                error(
                        status,
                        "Country, region, or territory not supported",
                        "request_forbidden",
                        "unsupported_country_region_territory");
            case 404 -> ApiError.modelNotFound(model);
            case 408 -> error(status, "The request timed out.", "timeout", "timeout");
            case 409 -> error(status, "Another request holds this resource.", INVALID, "conflict");
            case 413 -> error(status, "The request is larger than the maximum content size.", INVALID, null);
            case 422 -> error(status, "The request could not be processed.", INVALID, "unprocessable_entity");
            case 503 ->
                error(
                        status,
                        "The server is overloaded. Please try again later.",
                        "service_unavailable_error",
                        "server_is_overloaded");
            default ->
                status >= 500
                        ? error(status, "The server had an error while processing your request.", "server_error", null)
                        : error(status, "The request was refused.", INVALID, null);
        };
    }

    /** Shows a key as the API does: short ones in full, of others the first eight and last four characters. */
    static ApiError invalidKey(String key) {
        int hidden = key.length() - 12;
        String shown = hidden <= 0 ? key : key.substring(0, 8) + "*".repeat(hidden) + key.substring(key.length() - 4);
        String message = "Incorrect API key provided: %s. You can find your API key at ".formatted(shown)
                + "https://platform.openai.com/account/api-keys.";
        return error(401, message, INVALID, "invalid_api_key");
    }

    static ApiError noKey() {
        String message = "You didn't provide an API key. Send it in the header 'Authorization: Bearer YOUR_KEY'.";
        return error(401, message, INVALID, "invalid_api_key");
    }

    static String page(int status) {
        return "<html>\n<head><title>%1$d</title></head>\n<body><center><h1>%1$d</h1></center></body>\n</html>\n"
                .formatted(status);
    }

    static String bare(String text) {
        return Json.object().put("error", text).toString();
    }

    private static ApiError error(int status, String message, String type, String code) {
        return new ApiError(status, message, type, null, code);
    }
}
