// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The threads of a component: one timer, and workers that run calls and then routes. Only the Camel classes call it.
 */
package io.github.camelopenai.internal.thread;
