// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Options of a call: names, values and rules, from header, endpoint or component. Everything that reads an option calls it.
 */
package io.github.camelopenai.internal.option;
