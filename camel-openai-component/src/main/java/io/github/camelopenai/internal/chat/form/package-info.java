// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** What an answer must be: a text, a map that fits a schema, an instance of a class. Only {@code chat} calls it. */
package io.github.camelopenai.internal.chat.form;
