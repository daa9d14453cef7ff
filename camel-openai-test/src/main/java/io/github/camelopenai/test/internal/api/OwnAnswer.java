// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenai.test.internal.api.Wording.ToolCall;
import io.github.camelopenai.test.internal.media.Words;
import java.util.List;
import java.util.Locale;

/** What the model says when no rule and no script decides it. Stateless. */
final class OwnAnswer {
    private OwnAnswer() {}

    /** A document that fits the schema, the results of the tools, a summary, or the echo: the first that applies. */
    static String text(JsonNode request, List<ChatMessage> messages) {
        String format = request.at("/response_format/type").asText();
        if (format.equals("json_schema")) {
            return SampleJson.of(request.at("/response_format/json_schema/schema"))
                    .toString();
        }
        String last = ChatMessage.lastOf(messages, "user");
        if (format.equals("json_object")) {
            return Json.object().put("echo", last).toString();
        }
        String results = ToolTalk.results(request.path("messages"));
        if (!results.isEmpty()) {
            return results;
        }
        return asksForSummary(messages) ? Words.first(firstSentence(last), 20) : "You said: " + last;
    }

    /** The tool that must be called, with arguments that fit its schema. */
    static List<ToolCall> forcedCall(JsonNode request) {
        JsonNode choice = request.path("tool_choice");
        boolean named = choice.has("function");
        boolean required = choice.asText().equals("required")
                || choice.at("/allowed_tools/mode").asText().equals("required");
        if (!named && !required) {
            return List.of();
        }
        JsonNode function = request.at("/tools/0/function");
        for (JsonNode tool : request.path("tools")) {
            if (named && tool.at("/function/name").equals(choice.at("/function/name"))) {
                function = tool.path("function");
            }
        }
        String arguments = function.has("parameters")
                ? SampleJson.of(function.get("parameters")).toString()
                : "{}";
        return List.of(ToolCall.of(function.path("name").asText("function"), arguments));
    }

    private static boolean asksForSummary(List<ChatMessage> messages) {
        return messages.stream()
                .filter(message ->
                        message.role().equals("system") || message.role().equals("developer"))
                .anyMatch(message -> message.text().toLowerCase(Locale.ROOT).contains("summar"));
    }

    private static String firstSentence(String text) {
        String line = text.strip();
        int end = 0;
        while (end < line.length() && ".!?。！？\n".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        return line.substring(0, Math.min(line.length(), end + 1)).strip();
    }
}
