// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The exceptions that a route can catch. Every failure of an {@code openai:} endpoint is one of the seven classes under
 * {@link io.github.camelopenai.error.OpenAiException}; the class shows what a route can do about it.
 */
package io.github.camelopenai.error;
