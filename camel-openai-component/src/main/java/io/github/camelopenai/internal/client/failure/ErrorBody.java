// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.internal.client.call.ReplyHead;
import io.github.camelopenai.internal.json.Json;
import io.github.camelopenai.internal.json.ShortenedValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The error in the body of a failed answer, in any form that servers use: the API's own, flat JSON,
 * {@code "error": "text"}, plain text, HTML. Never fails: a body must not hide the status.
 */
record ErrorBody(String message, String type, String code, String param) {

    private static final String HTML = "an HTML page";

    private static final Pattern TITLE =
            Pattern.compile("<title>(.{0,120}?)</title>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    static ErrorBody read(ReplyHead head, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                JsonNode root = Json.PLAIN.readTree(text);
                return ofJson(root.isArray() ? root.path(0) : root);
            } catch (IOException e) {
                return ofBroken(body);
            }
        }
        if (text.isEmpty()) {
            return ofText("(no body)");
        }
        String contentType = head.header("content-type");
        boolean html = text.startsWith("<") || contentType != null && contentType.contains("html");
        return ofText(html ? HTML + title(text) + ", not the API; a proxy or a wrong baseUrl may be in the way" : text);
    }

    /** A truncated document may have its code before the cut. */
    private static ErrorBody ofBroken(byte[] body) {
        ErrorBody begun = ofJson(ShortenedValue.begun(body));
        return new ErrorBody(
                "(a broken JSON body of " + body.length + " bytes)", begun.type(), begun.code(), begun.param());
    }

    private static ErrorBody ofJson(JsonNode root) {
        JsonNode error = root.path("error").isObject() ? root.path("error") : root;
        String message = firstText(error.path("message"), root.path("error"), error.path("msg"));
        if (message == null && root.path("detail").isTextual()) {
            message = root.path("detail").textValue();
        }
        JsonNode details = root.path("detail").isArray()
                ? root.path("detail")
                : root.path("message").path("detail");
        if (message == null && details.isArray()) {
            message = detail(details);
        }
        return new ErrorBody(
                message, firstText(error.path("type")), firstText(error.path("code")), firstText(error.path("param")));
    }

    /** A validator's list; its copies of the input are left out. */
    private static String detail(JsonNode list) {
        StringBuilder text = new StringBuilder();
        for (JsonNode item : list) {
            StringBuilder place = new StringBuilder();
            item.path("loc")
                    .forEach(step -> place.append(place.isEmpty() ? "" : ".").append(step.asText()));
            text.append(text.isEmpty() ? "" : "; ")
                    .append(place)
                    .append(": ")
                    .append(item.path("msg").asText());
        }
        return text.toString();
    }

    private static ErrorBody ofText(String message) {
        return new ErrorBody(message, null, null, null);
    }

    private static String firstText(JsonNode... candidates) {
        for (JsonNode candidate : candidates) {
            if (candidate.isTextual() || candidate.isNumber()) {
                return candidate.asText();
            }
        }
        return null;
    }

    private static String title(String html) {
        Matcher title = TITLE.matcher(html);
        return title.find() ? " titled \"" + title.group(1).strip() + "\"" : "";
    }

    /** Whether the body is an HTML page. */
    boolean isHtml() {
        return message != null && message.startsWith(HTML);
    }

    /** Whether one request exceeds the limit of a whole minute: then the message names no used part. */
    boolean isLargerThanTheLimit() {
        return message != null && message.contains("Request too large") && !message.contains("Used ");
    }
}
