// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Routes that a model may call: what it is told of them, and how a call becomes an exchange and a text. */
package io.github.camelopenai.internal.tool;
