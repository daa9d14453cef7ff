// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Between a route and the API: one {@code Operation} for each endpoint name. It reads a message into one immutable
 * request, and writes the answer back. What is wrong with a message is found here, before quota is spent.
 */
package io.github.camelopenai.internal.operation;
