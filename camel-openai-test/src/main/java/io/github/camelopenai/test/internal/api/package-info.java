// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The endpoints: what each one requires of a request, what it costs and what it answers. Knows nothing of sockets, limits or
 * scripts.
 */
package io.github.camelopenai.test.internal.api;
