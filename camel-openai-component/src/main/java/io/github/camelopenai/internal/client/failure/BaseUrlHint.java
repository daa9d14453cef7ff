// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to say of a base URL that is too short or too long, where the API should have answered and something else did. Stateless. */
final class BaseUrlHint {

    private static final Pattern VERSION = Pattern.compile("/v\\d\\w*(/|$)", Pattern.CASE_INSENSITIVE);

    private static final Pattern OPERATION =
            Pattern.compile("/(chat/completions|completions|responses|embeddings|images/\\w+|audio/\\w+)$");

    /** The API itself says so, too, of a path without its version. */
    private static final String UNKNOWN_URL = "unknown_url";

    /** Who knows models is the API, whatever its base URL looks like. */
    private static final Pattern MODEL = Pattern.compile("\\bmodels?\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern NOT = Pattern.compile("\\bnot\\b", Pattern.CASE_INSENSITIVE);

    private BaseUrlHint() {}

    /** The advice with what joins it to a message; empty for a base URL that ends with a version. */
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

    /** The same for an answer that says no: empty where it is the API that says so. */
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
