// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Conversations that outlast an exchange. {@code ChatMemory} is the interface that a user's bean may implement;
 * {@code InMemoryChatMemory} keeps conversations in this JVM, {@code JdbcChatMemory} in a table. Public and kept
 * compatible. It depends on the records of {@code model} and on no other package of this component, so that a memory
 * can be written and tested alone.
 */
package io.github.camelopenai.memory;
