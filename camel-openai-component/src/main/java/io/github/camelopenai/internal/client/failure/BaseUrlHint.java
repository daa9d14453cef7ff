// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The advice about a base URL that is too short or too long, when something other than the API answered. Stateless. */
final class BaseUrlHint {

    private static final Pattern VERSION = Pattern.compile("/v\\d\\w*(/|$)", Pattern.CASE_INSENSITIVE);

    private static final Pattern OPERATION =
            Pattern.compile("/(chat/completions|completions|responses|embeddings|images/\\w+|audio/\\w+)$");

    /** The API itself sends this code for a path without its version. */
    private static final String UNKNOWN_URL = "unknown_url";

    /** An error that mentions models comes from the API, whatever the base URL looks like. */
    private static final Pattern MODEL = Pattern.compile("\\bmodels?\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern NOT = Pattern.compile("\\bnot\\b", Pattern.CASE_INSENSITIVE);

    private BaseUrlHint() {}

    /** The advice and the words that join it to a message; empty for a base URL that ends with a version. */
    static String of(String baseUrl) {
        Matcher operation = OPERATION.matcher(baseUrl);
        if (operation.find()) {
            return "; baseUrl ends with the path of an operation, so try baseUrl="
                    + baseUrl.substring(0, operation.start());
        }
        return VERSION.matcher(baseUrl).find()
                ? ""
                : "; baseUrl has no version such as /v1, so try baseUrl=" + baseUrl + "/v1";
    }

    /** The advice for an error answer; empty when the error comes from the API itself. */
    static String of(String baseUrl, int status, ErrorBody body) {
        boolean unknownPath = status == 404 || status == 405;
        boolean ofTheApi = body.code() != null && !body.code().equals(UNKNOWN_URL)
                || body.param() != null
                || body.message() != null && speaksOfAModel(body.message());
        return body.isHtml() || unknownPath && !ofTheApi ? of(baseUrl) : "";
    }

    private static boolean speaksOfAModel(String message) {
        Matcher model = MODEL.matcher(message);
        return model.find() && NOT.matcher(message).find(model.end());
    }
}
