// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.model.Usage;

/**
 * A chat answer that can be used.
 *
 * @param body what the message gets: a text, a list of texts for several choices, or a list of tool calls
 * @param raw  the JSON as it came, or null
 */
record ChatAnswer(
        String id, String model, String finishReason, String serviceTier, Usage usage, Object body, String raw) {}
