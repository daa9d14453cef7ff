// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
/** Random input for the parsers of the component. Each target lies in the package of what it feeds. */
package io.github.camelopenai.fuzz;
