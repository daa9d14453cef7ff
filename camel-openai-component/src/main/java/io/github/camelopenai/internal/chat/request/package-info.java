// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The request of a chat: a body becomes messages with media, and an estimate of what they cost. Only {@code chat} calls it.
 */
package io.github.camelopenai.internal.chat.request;
