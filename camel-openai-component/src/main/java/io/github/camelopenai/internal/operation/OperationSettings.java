// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.operation;

import io.github.camelopenai.internal.option.Option;
import io.github.camelopenai.internal.tool.ToolServices;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What an endpoint tells its operation. Immutable.
 *
 * @param name                 such as {@code chat}
 * @param optionsOfAll         the request options of every operation, by its name, without the common ones
 * @param configured           the value of an option at the endpoint, by name; null where unset
 * @param models               facts about models
 * @param additionalProperties merged into each request, last
 * @param officialServer       whether the base URL is OpenAI's own, whose limits are known
 * @param tools                what calls of tools run with
 */
public record OperationSettings(
        String name,
        Map<String, List<Option<?>>> optionsOfAll,
        Function<String, Object> configured,
        Models models,
        Map<String, Object> additionalProperties,
        boolean officialServer,
        ToolServices tools) {}
