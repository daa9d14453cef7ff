// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
/** A page in the browser that shows an answer while the model writes it. */
package io.github.camelopenai.examples.page;
