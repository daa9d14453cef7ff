// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

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
                part.path("thinking")
                        .forEach(
                                thought -> reasoning.append(thought.path("text").asText("")));
                if (part.path("thinking").isTextual()) {
                    reasoning.append(part.path("thinking").textValue());
                }
            } else {
                text.append(
                        part.isTextual() ? part.textValue() : part.path("text").asText(""));
            }
        }
        return new ContentParts(text.toString(), reasoning.toString());
    }
}
