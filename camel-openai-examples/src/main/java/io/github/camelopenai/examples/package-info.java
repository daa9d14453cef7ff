// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
/** One small example for each endpoint, and what they share: the way to the API, or to a simulator of it. */
package io.github.camelopenai.examples;
