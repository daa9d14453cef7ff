// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
/** A model that asks for the weather: answered by a route, and answered by hand. */
package io.github.camelopenai.examples.tools;
