// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The Camel classes of the component. To read the code, start here: {@link io.github.camelopenai.OpenAiProducer} hands
 * an exchange to its operation ({@code internal.operation}, for example {@code ChatOperation}), which sends one call
 * through the pipeline that {@code internal.client.OpenAiClient.create} assembles.
 *
 * <p>The public API here, in {@code model} and in {@code error} is kept compatible; {@code internal} is not.
 */
package io.github.camelopenai;
