// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * HTTP without Camel. {@link io.github.camelopenai.internal.client.OpenAiClient#create} assembles the pipeline in visible
 * order; each stage is a {@code Transport}.
 */
package io.github.camelopenai.internal.client;

import io.github.camelopenai.internal.client.call.Transport;

