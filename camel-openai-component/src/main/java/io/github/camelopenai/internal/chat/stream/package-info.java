// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Streamed answers as a route reads them: pieces, text, server-sent events, lines. {@code chat} and the Camel classes call it.
 */
package io.github.camelopenai.internal.chat.stream;
