// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * {@code openai:chat}: {@link io.github.camelopenai.internal.chat.ChatOperation} asks, has tools called, and asks again. The Camel
 * classes call it; its own rooms are {@code request}, {@code form}, {@code reply} and {@code stream}.
 */
package io.github.camelopenai.internal.chat;
