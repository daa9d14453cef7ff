// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Conversations that outlast an exchange. {@code ChatMemory} is the interface that a bean of the user's may implement;
 * {@code InMemoryChatMemory} keeps conversations in this JVM, {@code JdbcChatMemory} in a table. Public and kept
 * compatible. It knows the records of {@code model} and nothing else of ours, so that a memory can be written and tested
 * alone.
 */
package io.github.camelopenai.memory;
