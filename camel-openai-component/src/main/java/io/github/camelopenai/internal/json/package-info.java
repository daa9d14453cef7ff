// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** The JSON mappers, and the bounds of what is read with them. Every package that reads or writes JSON calls it. */
package io.github.camelopenai.internal.json;
