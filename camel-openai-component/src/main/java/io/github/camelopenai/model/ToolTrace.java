// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.model;

/**
 * One tool call of the model and its outcome. The exchange property {@code CamelOpenAIToolTrace} has a List of them, in
 * the order in which the model asked.
 *
 * @param round        in which round of the exchange, from 1
 * @param name         the tool, as the model named it
 * @param arguments    as the model wrote them: JSON text, not always valid
 * @param milliseconds how long the call took
 * @param outcome      {@code ok}; {@code failed} with an exception; {@code timed_out}; {@code bad_arguments}: the route
 *     was not run; {@code unknown_tool}: the model invented the name; {@code stopped}: the tool's route is stopped;
 *     {@code too_large}: the result is too large
 */
public record ToolTrace(int round, String name, String arguments, long milliseconds, String outcome) {}
