// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.stream.Collectors;

/** A refusal, thrown by the endpoints and answered in the shape of the API. Carries no stack trace. */
public final class ApiError extends RuntimeException {
    private static final String INVALID = "invalid_request_error";

    private final int status;
    private final String type;
    private final String param;
    private final String code;

    /**
     * @param param may be null
     * @param code  may be null
     */
    public ApiError(int status, String message, String type, String param, String code) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    public static ApiError invalid(String message, String param, String code) {
        return new ApiError(400, message, INVALID, param, code);
    }

    static ApiError missing(String param) {
        return invalid("Missing required parameter: '%s'.".formatted(param), param, "missing_required_parameter");
    }

    static ApiError wrongType(String param, String expected, String got) {
        return invalid(
                "Invalid type for '%s': expected %s, but got %s instead.".formatted(param, expected, got),
                param,
                "invalid_type");
    }

    static ApiError wrongValue(String param, String got, Collection<String> allowed) {
        String values = allowed.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "));
        return invalid("Invalid value: '%s'. Supported values are: %s.".formatted(got, values), param, "invalid_value");
    }

    static ApiError unknownParameter(String param) {
        return invalid("Unknown parameter: '%s'.".formatted(param), param, "unknown_parameter");
    }

    static ApiError unsupportedValue(String message, String param) {
        return invalid(message, param, "unsupported_value");
    }

    static ApiError tooLong(String param, int most, int got) {
        return invalid(
                ("Invalid '%s': string too long. Expected a string with maximum length %d, but got a string with"
                                + " length %d instead.")
                        .formatted(param, most, got),
                param,
                "string_above_max_length");
    }

    public static ApiError malformedJson() {
        return invalid("We could not parse the JSON body of your request.", null, null);
    }

    public static ApiError modelNotFound(String model) {
        String message = "The model `%s` does not exist or you do not have access to it.".formatted(model);
        return new ApiError(404, message, INVALID, null, "model_not_found");
    }

    public static ApiError unknownUrl(String method, String path) {
        String message = "Unknown request URL: %s %s. Please check the URL for typos.".formatted(method, path);
        return new ApiError(404, message, INVALID, null, "unknown_url");
    }

    public Answer answer() {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("message", getMessage());
        error.put("type", type);
        error.put("param", param);
        error.put("code", code);
        return Answer.json(status, body);
    }
}
