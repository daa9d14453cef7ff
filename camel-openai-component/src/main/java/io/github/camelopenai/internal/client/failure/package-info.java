// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Failures as exceptions that a route can act on, with server texts made safe. Only {@code client.http} calls it. */
package io.github.camelopenai.internal.client.failure;
