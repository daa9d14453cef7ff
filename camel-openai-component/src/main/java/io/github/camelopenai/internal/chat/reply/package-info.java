// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Answers of a chat as the server sends them, whole or in pieces. Only {@code chat} calls it. */
package io.github.camelopenai.internal.chat.reply;
