// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.embed;

import io.github.camelopenai.model.Usage;
import java.util.List;

/**
 * Vectors in the order of their texts.
 *
 * @param raw the JSON as it came, or null
 */
public record Embeddings(List<float[]> vectors, String model, Usage usage, String raw) {}
