// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** A local server that speaks the OpenAI API, for tests and for trying routes without a key. */
package io.github.camelopenai.test;
