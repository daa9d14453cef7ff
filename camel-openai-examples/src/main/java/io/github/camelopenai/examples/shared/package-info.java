// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Two processes that share one tier: {@link io.github.camelopenai.examples.shared.SharedTierExample}. */
package io.github.camelopenai.examples.shared;
