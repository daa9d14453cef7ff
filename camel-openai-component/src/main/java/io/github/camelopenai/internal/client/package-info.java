// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The pipeline of a call: {@link io.github.camelopenai.internal.client.OpenAiClient#create} puts retries in front of
 * quota and quota in front of the network. The operations call it; it does not depend on Camel.
 */
package io.github.camelopenai.internal.client;
