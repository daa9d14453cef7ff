// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The rate limits of one account: token buckets and what they admit. Time is an argument everywhere, and no line is shared
 * with the component's own limiter, so that a mistake in one cannot hide a mistake in the other.
 */
package io.github.camelopenai.test.internal.limit;
