// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Conversations that outlast an exchange: the interface that a bean of the user's may implement, and what is built in.
 * Public and kept compatible.
 */
package io.github.camelopenai.memory;
