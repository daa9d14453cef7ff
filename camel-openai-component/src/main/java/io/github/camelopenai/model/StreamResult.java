// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

/**
 * How a streamed answer ended. It is on the stream and in exchange property {@code CamelOpenAIStreamResult}.
 *
 * @param finishReason stop, length, tool_calls or content_filter; null if the server did not report it
 * @param usage        tokens of all rounds together
 * @param responseId   the answer's id, of the last round, or null
 * @param model        the model that answered, or null
 */
public record StreamResult(String finishReason, Usage usage, String responseId, String model) {}
