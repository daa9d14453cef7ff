// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.chat.reply;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Content that is a list of parts, as some compatible servers write it.
 *
 * @param text      all text parts, joined
 * @param reasoning all parts of thought, joined
 */
record ContentParts(String text, String reasoning) {

    static ContentParts of(JsonNode parts) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        for (JsonNode part : parts) {
            if (part.has("thinking")) {
                addThoughts(part.path("thinking"), reasoning);
            } else {
                text.append(textOf(part));
            }
        }
        return new ContentParts(text.toString(), reasoning.toString());
    }

    private static void addThoughts(JsonNode thinking, StringBuilder reasoning) {
        if (thinking.isArray()) {
            thinking.forEach(thought -> reasoning.append(textOf(thought)));
        } else {
            reasoning.append(textOf(thinking));
        }
    }

    private static String textOf(JsonNode part) {
        return part.isTextual() ? part.textValue() : part.path("text").asText("");
    }

    /** Thoughts as a list of details; those that are encrypted are nothing to read. */
    static String ofDetails(JsonNode details) {
        StringBuilder reasoning = new StringBuilder();
        for (JsonNode detail : details) {
            switch (detail.path("type").asText()) {
                case "reasoning.text" -> reasoning.append(detail.path("text").asText(""));
                case "reasoning.summary" ->
                    reasoning.append(detail.path("summary").asText(""));
                default -> {}
            }
        }
        return reasoning.toString();
    }
}
